export type EngineErrorReason = 'webgl2_missing' | 'city_unreachable' | 'context_lost';

/** A failure that a person can be told about; `reason` selects the translated words. */
export class EngineError extends Error {
  readonly reason: EngineErrorReason;

  constructor(reason: EngineErrorReason, message: string) {
    super(message);
    this.name = 'EngineError';
    this.reason = reason;
  }
}
