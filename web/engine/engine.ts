import { EngineError } from './errors.js';
import type {
  CrowdView,
  EngineOptions,
  EngineStats,
  LabelLayer,
  Language,
  LanternView,
  LoadProgress,
  Manifest,
  PlayerControl,
  QualityChoice,
  TourPlayer,
  Unsubscribe,
  XrGate,
} from './types.js';

/** The drawn city: one canvas, one local person, everybody else, sky, light and places. */
export class Engine {
  readonly player!: PlayerControl;
  readonly crowd!: CrowdView;
  readonly labels!: LabelLayer;
  readonly tour!: TourPlayer;
  readonly lanterns!: LanternView;
  readonly xr!: XrGate;
  readonly stats!: EngineStats;

  private constructor(readonly options: EngineOptions) {}

  /** Rejects with EngineError('webgl2_missing') where the browser cannot draw. */
  static async create(options: EngineOptions): Promise<Engine> {
    if (!options.canvas.getContext('webgl2')) {
      throw new EngineError('webgl2_missing', 'This browser offers no WebGL2.');
    }
    return new Engine(options);
  }

  /** Resolves when the person can walk at the spawn (or at the pose set before). */
  async loadCity(manifest: Manifest, onProgress?: (progress: LoadProgress) => void): Promise<void> {
    onProgress?.({ phase: 'ready', loadedBytes: 0, totalBytes: 0, fraction: manifest ? 1 : 0 });
  }

  /** City clock: 0..24 hours; the sun follows. */
  setTimeOfDay(hours: number): void {
    void hours;
  }

  setQuality(quality: QualityChoice): void {
    void quality;
  }

  setLanguage(language: Language): void {
    void language;
  }

  setReducedMotion(reduced: boolean): void {
    void reduced;
  }

  /** Called before each drawn frame with the seconds since the one before. */
  onFrame(listener: (seconds: number) => void): Unsubscribe {
    void listener;
    return () => undefined;
  }

  /** Frozen engines only (tests, pictures): advance the clock and draw once. */
  step(seconds: number): void {
    void seconds;
  }

  /** The city as a picture, from where the camera is now. */
  async screenshot(): Promise<Blob> {
    return new Blob();
  }

  dispose(): void {}
}
