/** A clock this far off is not corrected but set. */
const kLostMs = 500;
/** Share of real time by which it is corrected: too little to be seen, and it never goes back. */
const kSlew = 0.05;

/** The tick at a local time; null while not known. */
export type SpaceTick = (localMs: number) => number | null;

/**
 * The present tick, to draw people at: by the clock of the space, which pings tell, and by the
 * ticks of what arrives until the first of them is answered.
 */
export class PlayClock {
  private tickMs = 50;
  /** Space time less local time: as known, and as shown. */
  private offset = 0;
  private shown = 0;
  private started = false;
  private spaceTick: SpaceTick = () => null;

  follow(spaceTick: SpaceTick): void {
    this.spaceTick = spaceTick;
  }

  setTickLength(milliseconds: number): void {
    if (milliseconds > 0) this.tickMs = milliseconds;
  }

  /** The next answer or arrival sets the clock: another space, or a server that began anew. */
  restart(): void {
    this.started = false;
  }

  /** News of `tick` arrived: it is now at least that. The earliest arrivals tell the most. */
  observe(tick: number, nowMs: number): void {
    if (this.spaceTick(nowMs) !== null) return;
    const offset = tick * this.tickMs - nowMs;
    if (!this.started) this.set(offset);
    else if (offset > this.offset || this.offset - offset > 2000) this.offset = offset;
  }

  /** The fractional tick of a local time, for a frame so many seconds after the one before. */
  tick(nowMs: number, secondsSinceLast: number): number {
    const known = this.spaceTick(nowMs);
    if (known !== null) {
      this.offset = known * this.tickMs - nowMs;
      if (!this.started) this.set(this.offset);
    }
    const most = secondsSinceLast * 1000 * kSlew;
    const gap = this.offset - this.shown;
    this.shown += Math.abs(gap) > kLostMs ? gap : Math.min(Math.max(gap, -most), most);
    return (nowMs + this.shown) / this.tickMs;
  }

  private set(offset: number): void {
    this.offset = this.shown = offset;
    this.started = true;
  }
}
