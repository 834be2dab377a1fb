import { Gait } from '../types.js';
import type { Animator } from './animator.js';
import type { Motions } from './motions.js';
import type { InstanceArrays } from './person-geometry.js';

/** Squared distances in metres at which the next coarser figure takes over. */
export interface LodLimits {
  near: number;
  middle: number;
  far: number;
  /** At most so many full figures. */
  nearMax: number;
  /** Beyond this nobody is drawn. */
  reach: number;
}

/** Six planes as a, b, c, d each; a point is inside where a x + b y + c z + d >= 0. */
export type FrustumPlanes = Float32Array;

export interface BinInput {
  motions: Motions;
  animator: Animator;
  lookLow: Uint32Array;
  lookHigh: Uint32Array;
  planes: FrustumPlanes;
  eyeX: number;
  eyeY: number;
  eyeZ: number;
  limits: LodLimits;
  /** The present one, with its part. */
  tick: number;
  seconds: number;
  /** Counts the passes. */
  frame: number;
  /** Those who stand or sit do not sway. */
  calm: boolean;
  /** Handle not to draw (the local person in first person); -1 = none. */
  hidden: number;
}

const kBodyRadius = 1.1;

function outside(p: FrustumPlanes, x: number, y: number, z: number): boolean {
  for (let i = 0; i < 24; i += 4) {
    if (p[i]! * x + p[i + 1]! * y + p[i + 2]! * z + p[i + 3]! < -kBodyRadius) return true;
  }
  return false;
}

function lodOf(distance2: number, limits: LodLimits, nearUsed: number): number {
  if (distance2 < limits.near) return nearUsed < limits.nearMax ? 0 : 1;
  return distance2 < limits.middle ? 1 : distance2 < limits.far ? 2 : 3;
}

/**
 * The share of a distance to use next, so that a level that overflowed shrinks within a second
 * and grows back slowly: people near the eye keep their figure, whoever comes first in the list.
 */
export function nextShare(share: number, used: number, most: number): number {
  if (used >= most) return Math.max(share * 0.96, 0.15);
  return used < most * 0.8 ? Math.min(1, share * 1.01) : share;
}

/** Whoever was not told of for long stands where the motion ended, and does not tread air. */
function stateShown(motions: Motions, handle: number, tick: number): number {
  const state = motions.state[handle]!;
  const walks = (state & 15) === Gait.walk || (state & 15) === Gait.run;
  return walks && motions.coasted(handle, tick) ? state & 0xf0 : state;
}

/** Writes one person as instance `n`. */
function put(out: InstanceArrays, n: number, handle: number, input: BinInput): void {
  const { motions: m, animator: a } = input;
  const p = n * 4;
  out.place[p] = m.x[handle]!;
  out.place[p + 1] = m.y[handle]!;
  out.place[p + 2] = m.z[handle]!;
  out.place[p + 3] = m.yaw[handle]!;
  out.move[p] = a.clip[handle]! | (a.previous[handle]! << 8);
  out.move[p + 1] = a.phase[handle]! * 65535;
  out.move[p + 2] = a.previousPhase[handle]! * 65535;
  const pitch = Math.min(Math.max(m.pitch[handle]! / 1.5708, -1), 1) * 127 + 128;
  out.move[p + 3] = ((a.blend[handle]! * 255) & 255) | (pitch << 8);
  out.look[n * 2] = input.lookLow[handle]!;
  out.look[n * 2 + 1] = input.lookHigh[handle]!;
}

/** People drawn as cards move in every second frame: by less than a pixel. */
const kFarEvery = 2;
/** People out of sight are moved now and then: enough to see them come in. */
const kUnseenEvery = 4;

/** Moves and animates one person who is seen, over the time of `frames` frames. */
function animate(input: BinInput, handle: number, frames: number): void {
  const { motions, animator } = input;
  const stepX = -motions.x[handle]!;
  const stepZ = -motions.z[handle]!;
  motions.advance(handle, input.tick);
  const east = stepX + motions.x[handle]!;
  const south = stepZ + motions.z[handle]!;
  const moved = Math.sqrt(east * east + south * south);
  const state = stateShown(motions, handle, input.tick);
  animator.step(handle, state, input.seconds * frames, moved, input.calm);
}

/**
 * One pass over everybody: where they are now, whether they are seen, how finely, and what
 * the GPU is told. Flat arrays only; `counts` has one entry a level and is overwritten.
 */
export function binPeople(
  input: BinInput,
  out: readonly InstanceArrays[],
  counts: Uint32Array,
): void {
  const { motions, planes, limits, eyeX, eyeY, eyeZ, frame } = input;
  const { live, liveCount, x, y, z } = motions;
  counts.fill(0);
  const capacity = out[0]!.look.length >> 1;
  for (let i = 0; i < liveCount; i++) {
    const handle = live[i]!;
    const dx = x[handle]! - eyeX;
    const dy = y[handle]! + 0.9 - eyeY;
    const dz = z[handle]! - eyeZ;
    const distance2 = dx * dx + dy * dy + dz * dz;
    const seen = distance2 <= limits.reach && handle !== input.hidden;
    if (!seen || outside(planes, x[handle]!, y[handle]! + 0.9, z[handle]!)) {
      if ((handle + frame) % kUnseenEvery === 0) motions.advance(handle, input.tick);
      continue;
    }
    const lod = lodOf(distance2, limits, counts[0]!);
    const n = counts[lod]!;
    if (n >= capacity) continue;
    if (lod < 3) animate(input, handle, 1);
    else if ((handle + frame) % kFarEvery === 0) animate(input, handle, kFarEvery);
    put(out[lod]!, n, handle, input);
    counts[lod] = n + 1;
  }
}
