/** How far behind the newest known tick people are shown: room for two frames and jitter. */
export const kPlayoutDelayMs = 120;

/** The tick to draw now, from the ticks and times at which frames came in. */
export class PlayClock {
  private tickMs = 50;
  private offset = 0;
  private started = false;
  private shown = 0;

  setTickLength(milliseconds: number): void {
    if (milliseconds > 0 && milliseconds !== this.tickMs) {
      this.tickMs = milliseconds;
      this.started = false;
    }
  }

  /** A frame of `tick` arrived at `nowMs`. The earliest arrivals tell the true offset. */
  observe(tick: number, nowMs: number): void {
    const offset = tick * this.tickMs - nowMs;
    const lost = !this.started || Math.abs(offset - this.offset) > 2000;
    if (lost) {
      this.offset = offset;
      this.shown = offset;
      this.started = true;
    } else if (offset > this.offset) {
      this.offset = offset;
    } else {
      // A slow leak follows a path that has become longer.
      this.offset += (offset - this.offset) * 0.01;
    }
  }

  /** Fractional tick to show; moves towards a changed offset by at most 5 % of real time. */
  playTick(nowMs: number, secondsSinceLast: number): number {
    const most = secondsSinceLast * 1000 * 0.05;
    const gap = this.offset - this.shown;
    this.shown += Math.abs(gap) > 500 ? gap : Math.min(Math.max(gap, -most), most);
    return (nowMs + this.shown - kPlayoutDelayMs) / this.tickMs;
  }
}
