import { Vector3 } from 'three';
import type { PerspectiveCamera } from 'three';
import { Listeners } from '../listeners.js';
import type { LocalizedText, Manifest, TourPlayer, Unsubscribe } from '../types.js';
import { samplePath } from './path.js';

/** Flies the camera along the cues of the manifest; the person stays where they stand. */
export class Tour implements TourPlayer {
  private cues: Manifest['tour']['cues'] = [];
  private duration = 0;
  private elapsed = 0;
  private shownCue = -1;
  private finish: ((toEnd: boolean) => void) | null = null;
  private readonly captions = new Listeners<[LocalizedText, number]>();
  private readonly target = new Vector3();
  reducedMotion = false;

  constructor(private readonly camera: PerspectiveCamera) {}

  setCues(tour: Manifest['tour']): void {
    this.cues = [...tour.cues].sort((a, b) => a.at_s - b.at_s);
    this.duration = tour.duration_s;
  }

  get playing(): boolean {
    return this.finish !== null;
  }

  play(): Promise<boolean> {
    if (this.cues.length === 0) return Promise.resolve(true);
    this.skip();
    this.elapsed = 0;
    this.shownCue = -1;
    return new Promise((resolve) => {
      this.finish = resolve;
    });
  }

  skip(): void {
    this.end(false);
  }

  private end(toEnd: boolean): void {
    const finish = this.finish;
    this.finish = null;
    finish?.(toEnd);
  }

  onCaption(listener: (caption: LocalizedText, index: number) => void): Unsubscribe {
    return this.captions.add(listener);
  }

  /** Places the camera; false when no tour is on. */
  update(seconds: number): boolean {
    if (!this.finish) return false;
    this.elapsed += seconds;
    const point = samplePath(this.cues, this.elapsed);
    if (point.cue !== this.shownCue) {
      this.shownCue = point.cue;
      this.captions.tell(this.cues[point.cue]!.caption, point.cue);
    }
    // Under reduced motion the picture changes from cue to cue instead of flying.
    const shown = this.reducedMotion ? samplePath(this.cues, this.cues[point.cue]!.at_s) : point;
    this.camera.position.set(...shown.position);
    this.target.set(...shown.lookAt);
    this.camera.up.set(0, 1, 0);
    this.camera.lookAt(this.target);
    this.camera.updateMatrixWorld();
    if (this.elapsed >= this.duration) this.end(true);
    return true;
  }
}
