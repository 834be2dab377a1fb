// How every person moves, in flat arrays, and where they are shown at a tick: where their motion
// says, plus what the motion before it showed differently, fading away (docs/protocol.md,
// "Motions"). Of x and z kernel/crowd/shown_motion is the twin; tests/vectors/motion holds both.
import { crowdWire } from '../../protocol/generated/frames.js';
import type { Motion } from '../../protocol/motion.js';
import { wrapAngle } from '../math.js';

/** Time constant of the fading. */
const kFadeS = 0.08;
/** After so many time constants nothing of an error is left that could be seen. */
const kFadedAfter = 12;
/** A longer way between two motions is shown as a jump. */
const kJumpM = 15;
/** A coarse motion that differs by no more than its own coarseness says nothing new. */
const kCoarseM = 0.15;
const kCoarseShare = 0.25;
const kCoarseMS = 0.1;
const kCoarseHeightM = 1 / 8;
/** 1/32 turn, and half a step of the wire against rounding. */
const kCoarseTurn = (8.5 / 256) * 2 * Math.PI;
/** Told of a cell are people up to its far corner. */
const kForgetM = crowdWire.viewM + crowdWire.cellM * 1.5;
/** Walkers told of no more have left the view; near by, the line may only be slow. */
const kUnheardM = crowdWire.viewM - crowdWire.cellM * 2;
const kUnheardTicks = crowdWire.coastTicks * 10;

/** Of `told`: position, velocity in metres a tick, angles. */
const kTold = 7;
const [kX, kY, kZ, kVelocityX, kVelocityZ, kYaw, kPitch] = [0, 1, 2, 3, 4, 5, 6] as const;
const kErrors = 5;

/** Handle-indexed; `live` lists the handles in use without gaps. */
export class Motions {
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
  private tick = new Float64Array(256);
  /** Of the last motion that was not coarse. */
  private fineTick = new Float64Array(256);
  private told = new Float32Array(256 * kTold);
  /** x, y, z, yaw and pitch shown at `errorTick` less those of the motion. */
  private error = new Float32Array(256 * kErrors);
  private errorTick = new Float64Array(256);
  private tickS = 0.05;

  /** Before the first motion, or after `clear`. */
  setTickLength(seconds: number): void {
    this.tickS = seconds;
  }

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
    this.tick = longer(new Float64Array(size), this.tick);
    this.fineTick = longer(new Float64Array(size), this.fineTick);
    this.told = longer(new Float32Array(size * kTold), this.told);
    this.error = longer(new Float32Array(size * kErrors), this.error);
    this.errorTick = longer(new Float64Array(size), this.errorTick);
  }

  private add(handle: number): void {
    if (handle >= this.place.length) this.grow(handle);
    if (this.place[handle]! >= 0) return;
    this.fineTick[handle] = -Infinity;
    this.place[handle] = this.liveCount;
    this.live[this.liveCount++] = handle;
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

  /**
   * A motion that came when `atTick` was shown. It is better than what cells have said meanwhile, also
   * when it began before; only one older than the last such motion is left.
   */
  take(handle: number, motion: Readonly<Motion>, atTick: number): void {
    if (this.has(handle) && motion.tick < this.fineTick[handle]!) return;
    this.replace(handle, motion, motion.pitch, atTick);
    this.fineTick[handle] = motion.tick;
  }

  /** A motion of somebody farther off: coarse, without pitch, and maybe known better. */
  takeCoarse(handle: number, motion: Readonly<Motion>, atTick: number): void {
    const known = this.has(handle);
    if (known && motion.tick < this.tick[handle]!) return;
    if (known && this.agrees(handle, motion)) this.goOn(handle, motion, atTick);
    else this.replace(handle, motion, known ? this.told[handle * kTold + kPitch]! : 0, atTick);
  }

  private replace(handle: number, motion: Readonly<Motion>, pitch: number, atTick: number): void {
    const known = this.has(handle);
    if (known) this.advance(handle, atTick);
    else this.add(handle);
    this.write(handle, motion, pitch);
    if (known) {
      this.keepError(handle, atTick);
    } else {
      this.errorTick[handle] = -Infinity;
      this.advance(handle, atTick);
    }
  }

  private agrees(handle: number, motion: Readonly<Motion>): boolean {
    const ticks = motion.tick - this.tick[handle]!;
    if (ticks > crowdWire.coastTicks) return false;
    const a = handle * kTold;
    const t = this.told;
    const velocityX = t[a + kVelocityX]!;
    const velocityZ = t[a + kVelocityZ]!;
    const east = t[a + kX]! + velocityX * ticks - motion.x;
    const south = t[a + kZ]! + velocityZ * ticks - motion.z;
    if (east * east + south * south > kCoarseM * kCoarseM) return false;
    // Who stands is told of no more: a crawl that went on would end up to a metre off.
    const stands = motion.velocityX === 0 && motion.velocityZ === 0;
    if (stands && (velocityX !== 0 || velocityZ !== 0)) return false;
    // At the tick of a turn the places agree and only the ways differ.
    const fasterX = velocityX / this.tickS - motion.velocityX;
    const fasterZ = velocityZ / this.tickS - motion.velocityZ;
    const speed = Math.hypot(velocityX, velocityZ) / this.tickS;
    return Math.hypot(fasterX, fasterZ) <= kCoarseMS + kCoarseShare * speed;
  }

  /**
   * The finer motion holds until the coarse one's tick, and coasts from there. Height and facing,
   * which do not go on by themselves, are the coarse one's where they have changed.
   */
  private goOn(handle: number, { tick, state, y, yaw }: Readonly<Motion>, atTick: number): void {
    const ticks = tick - this.tick[handle]!;
    const a = handle * kTold;
    const t = this.told;
    const higher = Math.abs(y - t[a + kY]!) > kCoarseHeightM;
    const turned = Math.abs(wrapAngle(yaw - t[a + kYaw]!)) > kCoarseTurn;
    if (higher || turned) this.advance(handle, atTick);
    t[a + kX] = t[a + kX]! + t[a + kVelocityX]! * ticks;
    t[a + kZ] = t[a + kZ]! + t[a + kVelocityZ]! * ticks;
    if (higher) t[a + kY] = y;
    if (turned) t[a + kYaw] = yaw;
    this.tick[handle] = tick;
    this.state[handle] = state;
    if (higher || turned) this.keepError(handle, atTick);
  }

  private write(handle: number, motion: Readonly<Motion>, pitch: number): void {
    const a = handle * kTold;
    const t = this.told;
    t[a + kX] = motion.x;
    t[a + kY] = motion.y;
    t[a + kZ] = motion.z;
    t[a + kVelocityX] = motion.velocityX * this.tickS;
    t[a + kVelocityZ] = motion.velocityZ * this.tickS;
    t[a + kYaw] = motion.yaw;
    t[a + kPitch] = pitch;
    this.tick[handle] = motion.tick;
    this.state[handle] = motion.state;
  }

  /** What is shown at `atTick`, less where the motion written just now has it then. */
  private keepError(handle: number, atTick: number): void {
    const [x, y, z] = [this.x[handle]!, this.y[handle]!, this.z[handle]!];
    const [yaw, pitch] = [this.yaw[handle]!, this.pitch[handle]!];
    this.errorTick[handle] = -Infinity;
    this.advance(handle, atTick);
    const east = x - this.x[handle]!;
    const south = z - this.z[handle]!;
    if (east * east + south * south > kJumpM * kJumpM) return;
    const e = this.error;
    const b = handle * kErrors;
    e[b] = east;
    e[b + 1] = y - this.y[handle]!;
    e[b + 2] = south;
    e[b + 3] = wrapAngle(yaw - this.yaw[handle]!);
    e[b + 4] = pitch - this.pitch[handle]!;
    this.errorTick[handle] = atTick;
    this.advance(handle, atTick);
  }

  /** Someone who is known exactly (the local person). */
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
    const still = { tick: 0, velocityX: 0, velocityZ: 0 };
    this.write(handle, { ...still, x, y, z, yaw, pitch, state }, pitch);
    this.errorTick[handle] = -Infinity;
    this.advance(handle, 0);
  }

  /** True when the motion went on for as long as it may without being told again. */
  coasted(handle: number, atTick: number): boolean {
    return atTick - this.tick[handle]! > crowdWire.coastTicks;
  }

  /** Moves the shown place of one person to a tick. */
  advance(handle: number, atTick: number): void {
    const t = this.told;
    const a = handle * kTold;
    let ticks = atTick - this.tick[handle]!;
    ticks = ticks < 0 ? 0 : ticks > crowdWire.coastTicks ? crowdWire.coastTicks : ticks;
    let x = t[a + kX]! + t[a + kVelocityX]! * ticks;
    let y = t[a + kY]!;
    let z = t[a + kZ]! + t[a + kVelocityZ]! * ticks;
    let yaw = t[a + kYaw]!;
    let pitch = t[a + kPitch]!;
    const fading = ((atTick - this.errorTick[handle]!) * this.tickS) / kFadeS;
    if (fading < kFadedAfter) {
      const left = fading > 0 ? Math.exp(-fading) : 1;
      const e = this.error;
      const b = handle * kErrors;
      x += e[b]! * left;
      y += e[b + 1]! * left;
      z += e[b + 2]! * left;
      yaw += e[b + 3]! * left;
      pitch += e[b + 4]! * left;
    }
    this.x[handle] = x;
    this.y[handle] = y;
    this.z[handle] = z;
    this.yaw[handle] = yaw;
    this.pitch[handle] = pitch;
  }

  /** Forgets who is out of the view around a point, all but `keep`. */
  forgetFar(x: number, z: number, atTick: number, keep: number): void {
    for (let i = this.liveCount - 1; i >= 0; i--) {
      const handle = this.live[i]!;
      if (handle === keep) continue;
      const away = Math.hypot(this.x[handle]! - x, this.z[handle]! - z);
      const silence = away > kUnheardM ? crowdWire.coastTicks : kUnheardTicks;
      if (away > kForgetM || this.silentFor(handle, atTick) > silence) this.remove(handle);
    }
  }

  /** Ticks since somebody who moves was told of; those who stand need not be told of again. */
  private silentFor(handle: number, atTick: number): number {
    const a = handle * kTold;
    const moves = this.told[a + kVelocityX] !== 0 || this.told[a + kVelocityZ] !== 0;
    return moves ? atTick - this.tick[handle]! : 0;
  }
}
