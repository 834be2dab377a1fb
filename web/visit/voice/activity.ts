// Is this speech or the room? By loudness over the quietest that the room has been of late.

const kLeastDb = -52;
const kAboveRoomDb = 9;
/** The idea of the room rises by this each 40 ms: 1 dB a second, so speech does not become it. */
const kRoomRiseDb = 0.04;
/** Between two words: 400 ms. */
const kHoldFrames = 10;

/** Loudness in dB of full scale. */
export function loudnessDb(samples: Float32Array): number {
  let power = 0;
  for (const sample of samples) power += sample * sample;
  return 10 * Math.log10(power / Math.max(1, samples.length) + 1e-12);
}

/** As the wire says it: 255 = full scale, each step less is half a dB. */
export function loudnessToWire(db: number): number {
  return Math.min(255, Math.max(0, Math.round(255 + 2 * db)));
}

export class Activity {
  private roomDb = -60;
  private hold = 0;

  /** Told each 40 ms; true while somebody speaks and for a moment after. */
  speaks(db: number): boolean {
    this.roomDb = db < this.roomDb ? db : this.roomDb + kRoomRiseDb;
    if (db > Math.max(kLeastDb, this.roomDb + kAboveRoomDb)) this.hold = kHoldFrames;
    else if (this.hold > 0) this.hold -= 1;
    return this.hold > 0;
  }
}
