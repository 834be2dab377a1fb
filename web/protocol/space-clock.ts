// The space's clock as seen from here. Each ping gives one estimate of the offset, wrong by at most
// half its round trip; the estimate with the shortest recent round trip is the best one
// (D. L. Mills, "Internet Time Synchronization: the Network Time Protocol", 1991).

interface Estimate {
  roundTripMs: number;
  /** Space time minus local time. */
  offsetMs: number;
  takenMs: number;
}

const kKept = 16;
const kOldestMs = 120_000;

export class SpaceClock {
  private estimates: Estimate[] = [];
  private tickMs = 50;

  reset(tickHz: number): void {
    this.estimates = [];
    this.tickMs = 1000 / tickHz;
  }

  /** One answered ping: local times of sending and receiving, and the tick it was answered in. */
  add(sentMs: number, receivedMs: number, tick: number): void {
    if (receivedMs < sentMs) return;
    this.estimates.push({
      roundTripMs: receivedMs - sentMs,
      offsetMs: tick * this.tickMs - (sentMs + receivedMs) / 2,
      takenMs: receivedMs,
    });
    this.estimates = this.estimates
      .filter((estimate) => receivedMs - estimate.takenMs <= kOldestMs)
      .slice(-kKept);
  }

  get known(): boolean {
    return this.estimates.length > 0;
  }

  /** Shortest recent round trip; 0 while unknown. */
  get roundTripMs(): number {
    return this.best()?.roundTripMs ?? 0;
  }

  /** The space's tick, with its fraction, at a local time; 0 while unknown. */
  tickAt(localMs: number): number {
    const best = this.best();
    return best ? (localMs + best.offsetMs) / this.tickMs : 0;
  }

  private best(): Estimate | undefined {
    return this.estimates.reduce<Estimate | undefined>(
      (a, b) => (a && a.roundTripMs <= b.roundTripMs ? a : b),
      undefined,
    );
  }
}
