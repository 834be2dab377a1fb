import type { QualityChoice, QualityLevel } from '../types.js';
import { qualityLevels } from './levels.js';
import type { QualitySettings } from './levels.js';

const kOrder: readonly QualityLevel[] = ['plain', 'low', 'medium', 'high'];
const kSlowMs = 24;
/** A frame is fast when it takes hardly longer than the screen does; within these bounds. */
const kPeriodShare = 1.1;
const kFastLeastMs = 12.5;
const kFastMostMs = 18.5;
/** Seconds of evidence before a step down, and before a step up. */
const kDownAfter = 1.6;
const kUpAfter = 8;
const kLeastRatio = 0.5;
const kStallS = 0.5;
const kStallsForgiven = 2;

export interface QualityState {
  level: QualityLevel;
  pixelRatio: number;
}

/** Steps quality down fast and up slowly, so that the picture keeps moving. */
export class Governor {
  private choice: QualityChoice = 'auto';
  private level: QualityLevel;
  private share = 1;
  private slow = 0;
  private fast = 0;
  /** Rises that had to be taken back, and whether the last step was a rise. */
  private failedRises = 0;
  private rose = false;
  private stalls = 0;
  private readonly lastMs = [Infinity, Infinity, Infinity];
  /** The screen's own time for a frame: the shortest that came three times in a row. */
  private periodMs = Infinity;
  /** Smoothed frame time. */
  frameMs = 16;

  constructor(
    private readonly deviceRatio: number,
    first: QualityLevel,
  ) {
    this.level = first;
  }

  choose(choice: QualityChoice): void {
    this.choice = choice;
    this.share = 1;
    if (choice !== 'auto') this.level = choice;
  }

  get settings(): QualitySettings {
    return qualityLevels[this.level];
  }

  get state(): QualityState {
    const most = Math.min(this.deviceRatio, this.settings.maxPixelRatio);
    return { level: this.level, pixelRatio: Math.max(kLeastRatio, most * this.share) };
  }

  /** Takes one frame's length; true when the state changed. */
  observe(seconds: number): boolean {
    // A hidden tab or a load hitch says nothing about drawing; one stall after another does.
    this.stalls = seconds > kStallS ? this.stalls + 1 : 0;
    if (this.stalls > 0 && this.stalls <= kStallsForgiven) return false;
    seconds = Math.min(seconds, kStallS);
    this.frameMs += (seconds * 1000 - this.frameMs) * 0.06;
    this.lastMs.push(seconds * 1000);
    this.lastMs.shift();
    this.periodMs = Math.min(this.periodMs, Math.max(...this.lastMs));
    this.slow = this.frameMs > kSlowMs ? this.slow + seconds : 0;
    this.fast = this.frameMs < this.fastMs ? this.fast + seconds : 0;
    if (this.slow > kDownAfter) return this.step(-1);
    if (this.fast > kUpAfter * (1 + this.failedRises)) return this.step(1);
    return false;
  }

  private get fastMs(): number {
    return Math.min(kFastMostMs, Math.max(kFastLeastMs, this.periodMs * kPeriodShare));
  }

  private step(direction: 1 | -1): boolean {
    this.slow = this.fast = 0;
    const before = JSON.stringify(this.state);
    if (direction > 0) this.raise();
    else this.lower();
    return JSON.stringify(this.state) !== before;
  }

  private lower(): void {
    // Each failed rise makes the next one wait longer: no swinging to and fro.
    if (this.rose) this.failedRises++;
    this.rose = false;
    const at = kOrder.indexOf(this.level);
    if (this.share > 0.75 || this.choice !== 'auto' || at === 0) {
      this.share = Math.max(this.share * 0.85, 0.5);
    } else {
      this.level = kOrder[at - 1]!;
      this.share = 1;
    }
  }

  private raise(): void {
    this.rose = true;
    if (this.share < 1) {
      this.share = Math.min(1, this.share / 0.85);
      return;
    }
    const at = kOrder.indexOf(this.level);
    if (this.choice === 'auto' && at < kOrder.length - 1) this.level = kOrder[at + 1]!;
  }
}
