import { beforeEach, expect, it } from 'vitest';
import { Animator, clipOf } from './animator.js';
import { binPeople, nextShare } from './binning.js';
import type { BinInput } from './binning.js';
import { Clip } from './clips.js';
import { Motions } from './motions.js';

const arrays = () => ({
  place: new Float32Array(64 * 4),
  move: new Uint16Array(64 * 4),
  look: new Uint32Array(64 * 2),
});

let input: BinInput;
let out: ReturnType<typeof arrays>[];
let counts: Uint32Array;

beforeEach(() => {
  input = {
    motions: new Motions(),
    animator: new Animator(),
    lookLow: new Uint32Array(256),
    lookHigh: new Uint32Array(256),
    // Everything north of the eye is seen: z <= 0. The other planes hold everywhere.
    planes: new Float32Array([0, 0, -1, 0, ...Array(5).fill([0, 0, 0, 1]).flat()]),
    eyeX: 0,
    eyeY: 0.9,
    eyeZ: 0,
    limits: { near: 100, middle: 900, far: 6400, nearMax: 2, reach: 1e6 },
    tick: 1,
    seconds: 0.1,
    frame: 0,
    calm: false,
    hidden: -1,
  };
  out = [arrays(), arrays(), arrays(), arrays()];
  counts = new Uint32Array(4);
});

const still = { tick: 1, x: 0, y: 0, velocityX: 0, velocityZ: 0, yaw: 0, pitch: 0, state: 0 };
const stand = (handle: number, z: number): void => input.motions.take(handle, { ...still, z }, 1);

it('sorts people by distance into figures and cards', () => {
  [-5, -20, -60, -200].forEach((z, i) => stand(i + 1, z));
  binPeople(input, out, counts);
  expect([...counts]).toEqual([1, 1, 1, 1]);
  expect(out[3]!.place[2]).toBe(-200);
});

it('draws no more full figures than allowed', () => {
  for (let handle = 1; handle <= 5; handle++) stand(handle, -handle);
  binPeople(input, out, counts);
  expect([...counts]).toEqual([2, 3, 0, 0]);
});

it('leaves out who is behind, beyond reach or hidden', () => {
  stand(1, 20);
  stand(2, -2000);
  stand(3, -5);
  input.hidden = 3;
  binPeople(input, out, counts);
  expect([...counts]).toEqual([0, 0, 0, 0]);
});

it('moves cards in every second frame and the unseen in every fourth', () => {
  const walk = { ...still, velocityX: 1, state: 1 };
  input.motions.take(1, { ...walk, z: -5 }, 1);
  input.motions.take(2, { ...walk, z: -200 }, 1);
  input.motions.take(3, { ...walk, z: 200 }, 1);
  const moved = [0, 0, 0];
  for (let frame = 0; frame < 8; frame++) {
    Object.assign(input, { frame, tick: 2 + frame });
    const before = [1, 2, 3].map((handle) => input.motions.x[handle]!);
    binPeople(input, out, counts);
    before.forEach((x, i) => (moved[i]! += input.motions.x[i + 1] === x ? 0 : 1));
  }
  expect(moved).toEqual([8, 4, 2]);
});

it('keeps those who stand from swaying where motion is reduced, and lets them walk', () => {
  const animator = new Animator();
  animator.step(1, 0, 0.1, 0, true);
  expect(animator.phase[1]).toBe(0);
  animator.step(1, 1, 0.1, 0, true);
  animator.step(1, 1, 0.1, 0.375, true);
  expect(animator.phase[1]).toBeCloseTo(0.25, 6);
});

it('hands both halves of the look to the instance', () => {
  stand(9, -5);
  input.lookLow[9] = 0xdeadbeef;
  input.lookHigh[9] = 0x1234;
  binPeople(input, out, counts);
  expect([out[0]!.look[0], out[0]!.look[1]]).toEqual([0xdeadbeef, 0x1234]);
});

it('lets nobody tread on the spot whose motion has ended', () => {
  input.motions.take(1, { ...still, z: -5, velocityX: 1, state: 1 }, 1);
  for (const [tick, clip] of [
    [121, Clip.walk],
    [122, Clip.idle],
  ] as const) {
    input.tick = tick;
    binPeople(input, out, counts);
    expect(input.animator.clip[1]).toBe(clip);
  }
});

it('paces a walk by the way that was moved: one cycle in one and a half metres', () => {
  const animator = new Animator();
  animator.step(1, 1, 0.1, 0);
  animator.step(1, 1, 0.1, 0.375);
  expect(animator.phase[1]).toBeCloseTo(0.25, 6);
});

it('shows emotes only while standing', () => {
  expect(clipOf(0x10)).toBe(Clip.wave);
  expect(clipOf(0x11)).toBe(Clip.walk);
  expect(clipOf(0x50)).toBe(Clip.sit);
  expect(clipOf(0xf9)).toBe(Clip.idle);
});

it('draws a level in to the nearest when it overflows, and lets it out again', () => {
  let share = 1;
  for (let i = 0; i < 20; i++) share = nextShare(share, 100, 100);
  expect(share).toBeCloseTo(0.96 ** 20, 9);
  for (let i = 0; i < 200; i++) share = nextShare(share, 10, 100);
  expect(share).toBe(1);
  expect(nextShare(0.5, 90, 100)).toBe(0.5);
});
