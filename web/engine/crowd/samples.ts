// The last four samples of every person in flat arrays, and where a person is at a tick.

const kKept = 4;
/** A silence of more ticks means: stood still, then set off shortly before the new sample. */
const kSilence = 12;
const kSetOff = 2;
/** A jump of more metres between two samples is shown as a jump. */
const kJump = 15;
const kTurn = Math.PI * 2;

export const wrapAngle = (a: number): number => a - kTurn * Math.floor((a + Math.PI) / kTurn);

/** Handle-indexed; `live` lists the handles in use without gaps. */
export class Samples {
  live = new Uint16Array(256);
  liveCount = 0;
  /** Gait in the low four bits, emote in the high four: newest known. */
  state = new Uint8Array(256);
  /** Where each person was shown last. */
  x = new Float32Array(256);
  y = new Float32Array(256);
  z = new Float32Array(256);
  yaw = new Float32Array(256);
  pitch = new Float32Array(256);
  private place = new Int32Array(256).fill(-1);
  private count = new Uint8Array(256);
  private newest = new Uint8Array(256);
  private lag = new Float32Array(256);
  private ticks = new Float64Array(256 * kKept);
  private data = new Float32Array(256 * kKept * 5);

  has(handle: number): boolean {
    return handle < this.place.length && this.place[handle]! >= 0;
  }

  private grow(handle: number): void {
    let size = this.state.length;
    while (size <= handle) size *= 2;
    const longer = <T extends { set(from: T): void }>(to: T, from: T): T => {
      to.set(from);
      return to;
    };
    this.live = longer(new Uint16Array(size), this.live);
    this.state = longer(new Uint8Array(size), this.state);
    this.x = longer(new Float32Array(size), this.x);
    this.y = longer(new Float32Array(size), this.y);
    this.z = longer(new Float32Array(size), this.z);
    this.yaw = longer(new Float32Array(size), this.yaw);
    this.pitch = longer(new Float32Array(size), this.pitch);
    this.place = longer(new Int32Array(size).fill(-1), this.place);
    this.count = longer(new Uint8Array(size), this.count);
    this.newest = longer(new Uint8Array(size), this.newest);
    this.lag = longer(new Float32Array(size), this.lag);
    this.ticks = longer(new Float64Array(size * kKept), this.ticks);
    this.data = longer(new Float32Array(size * kKept * 5), this.data);
  }

  private add(handle: number): void {
    if (handle >= this.place.length) this.grow(handle);
    if (this.place[handle]! >= 0) return;
    this.place[handle] = this.liveCount;
    this.live[this.liveCount++] = handle;
    this.count[handle] = 0;
    this.lag[handle] = 0;
    this.state[handle] = 0;
  }

  remove(handle: number): void {
    if (!this.has(handle)) return;
    const hole = this.place[handle]!;
    const last = this.live[--this.liveCount]!;
    this.live[hole] = last;
    this.place[last] = hole;
    this.place[handle] = -1;
  }

  clear(): void {
    while (this.liveCount > 0) this.remove(this.live[this.liveCount - 1]!);
  }

  push(
    handle: number,
    tick: number,
    x: number,
    y: number,
    z: number,
    yaw: number,
    pitch: number,
    state: number,
  ): void {
    this.add(handle);
    const had = this.count[handle]!;
    if (had > 0) {
      const last = handle * kKept + this.newest[handle]!;
      const gap = tick - this.ticks[last]!;
      if (gap <= 0) return;
      if (gap > kSilence) {
        const d = this.data;
        const o = last * 5;
        this.write(handle, tick - kSetOff, d[o]!, d[o + 1]!, d[o + 2]!, d[o + 3]!, d[o + 4]!);
      } else {
        // People far away come less often: show them that much later, or they would stutter.
        this.lag[handle]! += (Math.max(0, gap - kSetOff) - this.lag[handle]!) * 0.25;
      }
    } else {
      this.x[handle] = x;
      this.y[handle] = y;
      this.z[handle] = z;
      this.yaw[handle] = yaw;
      this.pitch[handle] = pitch;
    }
    this.write(handle, tick, x, y, z, yaw, pitch);
    this.state[handle] = state;
  }

  /** Someone who is known exactly (the local person): no interpolation. */
  pin(
    handle: number,
    x: number,
    y: number,
    z: number,
    yaw: number,
    pitch: number,
    state: number,
  ): void {
    this.add(handle);
    this.count[handle] = 0;
    this.write(handle, 0, x, y, z, yaw, pitch);
    this.state[handle] = state;
  }

  private write(
    handle: number,
    tick: number,
    x: number,
    y: number,
    z: number,
    yaw: number,
    pitch: number,
  ): void {
    const at = (this.newest[handle]! + 1) % kKept;
    this.newest[handle] = at;
    this.count[handle] = Math.min(kKept, this.count[handle]! + 1);
    const i = handle * kKept + at;
    this.ticks[i] = tick;
    const d = this.data;
    d[i * 5] = x;
    d[i * 5 + 1] = y;
    d[i * 5 + 2] = z;
    d[i * 5 + 3] = yaw;
    d[i * 5 + 4] = pitch;
  }

  /** Moves the shown place of one person to `playTick`. */
  advance(handle: number, playTick: number): void {
    const tick = playTick - this.lag[handle]!;
    const first = handle * kKept;
    const newest = this.newest[handle]!;
    let b = first + newest;
    let a = b;
    // From the newest back, until a sample is no later than the tick.
    for (let k = this.count[handle]!; k > 1 && this.ticks[a]! > tick; k--) {
      b = a;
      a = first + ((a - first + kKept - 1) % kKept);
    }
    const span = this.ticks[b]! - this.ticks[a]!;
    let t = span > 0 ? (tick - this.ticks[a]!) / span : 0;
    t = t < 0 ? 0 : t > 1 ? 1 : t;
    const d = this.data;
    const i = a * 5;
    const j = b * 5;
    const dx = d[j]! - d[i]!;
    const dz = d[j + 2]! - d[i + 2]!;
    if (dx * dx + dz * dz > kJump * kJump) t = t < 1 ? 0 : 1;
    this.x[handle] = d[i]! + dx * t;
    this.y[handle] = d[i + 1]! + (d[j + 1]! - d[i + 1]!) * t;
    this.z[handle] = d[i + 2]! + dz * t;
    this.yaw[handle] = d[i + 3]! + wrapAngle(d[j + 3]! - d[i + 3]!) * t;
    this.pitch[handle] = d[i + 4]! + (d[j + 4]! - d[i + 4]!) * t;
  }
}
