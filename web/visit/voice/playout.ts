// When to play the packets of one voice, so that they join without gaps although they come in
// bursts: rounds of 40 ms at the server, and the network. Seconds of the audio clock.

const kLeastLeadS = 0.05;
const kMostLeadS = 0.2;
/** After a gap, wait this much longer before playing, in case it is the network. */
const kMoreS = 0.02;
const kLessPerPacketS = 0.0005;
/** A voice that lags behind by more than its lead and this has a packet left out. */
const kLagS = 0.12;
export class Playout {
  private leadS = kLeastLeadS;
  /** Until when the voice is scheduled; 0 = not yet. */
  private endS = 0;

  /**
   * The time at which to play a packet of `lengthS` that is here now; null = leave it out.
   * follows: nothing was left out between it and the one before, so if it is late, that is the way.
   */
  next(nowS: number, lengthS: number, follows: boolean): number | null {
    if (nowS > this.endS) {
      if (follows) this.leadS = Math.min(kMostLeadS, this.leadS + kMoreS);
      this.endS = nowS + this.leadS;
    } else {
      this.leadS = Math.max(kLeastLeadS, this.leadS - kLessPerPacketS);
      if (this.endS - nowS > this.leadS + kLagS) return null;
    }
    const startS = this.endS;
    this.endS = startS + lengthS;
    return startS;
  }
}
