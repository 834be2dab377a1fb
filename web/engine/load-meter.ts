import type { LoadPhase, LoadProgress } from './types.js';

/** Turns bytes and phases into progress that never goes back. */
export class LoadMeter {
  private bytes = 0;
  private current: LoadPhase = 'start';
  private fraction = 0;

  constructor(private readonly listener?: (progress: LoadProgress) => void) {}

  add(bytes: number): void {
    this.bytes += bytes;
    this.tell();
  }

  phase(phase: LoadPhase, fraction: number): void {
    this.current = phase;
    this.fraction = Math.max(this.fraction, Math.min(1, fraction));
    this.tell();
  }

  private tell(): void {
    this.listener?.({
      phase: this.current,
      loadedBytes: this.bytes,
      fraction: this.fraction,
    });
  }
}
