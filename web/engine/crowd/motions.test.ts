import { readFileSync } from 'node:fs';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Motion } from '../../protocol/motion.js';
import { Motions } from './motions.js';

interface Vectors {
  tick_hz: number;
  cases: {
    name: string;
    told: {
      at_tick: number;
      tick: number;
      x: number;
      z: number;
      vx: number;
      vz: number;
      coarse?: boolean;
    }[];
    shown: { at_tick: number; x: number; z: number }[];
  }[];
}

const vectors = JSON.parse(
  readFileSync(new URL('../../../tests/vectors/motion/shown.json', import.meta.url), 'utf8'),
) as Vectors;

const still: Motion = {
  tick: 100,
  x: 0,
  y: 0,
  z: 0,
  velocityX: 0,
  velocityZ: 0,
  yaw: 0,
  pitch: 0,
  state: 0,
};
const walk: Motion = { ...still, velocityX: 2, state: 1 };

let m: Motions;

beforeEach(() => {
  m = new Motions();
});

describe('vectors that the C++ twin is held to as well', () => {
  it.each(vectors.cases)('$name', ({ told, shown }) => {
    m.setTickLength(1 / vectors.tick_hz);
    for (const { at_tick, tick, x, z, vx, vz, coarse } of told) {
      const motion = { ...still, tick, x, z, velocityX: vx, velocityZ: vz };
      if (coarse) m.takeCoarse(7, motion, at_tick);
      else m.take(7, motion, at_tick);
    }
    for (const { at_tick, x, z } of shown) {
      m.advance(7, at_tick);
      expect(m.x[7]).toBeCloseTo(x, 4);
      expect(m.z[7]).toBeCloseTo(z, 4);
    }
  });
});

it('turns the short way round, and lets height and pitch fade as the place does', () => {
  m.take(1, { ...still, yaw: Math.PI - 0.1 }, 100);
  m.take(1, { ...still, tick: 101, yaw: -Math.PI + 0.1, y: 1, pitch: 0.5 }, 101);
  m.advance(1, 102.6);
  const left = Math.exp(-1);
  expect(m.yaw[1]).toBeCloseTo(-Math.PI + 0.1 - 0.2 * left, 5);
  expect(m.y[1]).toBeCloseTo(1 - left, 5);
  expect(m.pitch[1]).toBeCloseTo(0.5 - 0.5 * left, 5);
});

describe('a coarse motion', () => {
  beforeEach(() => m.take(1, { ...walk, pitch: 0.4 }, 100));

  it('is left where it says what is known better, but for the emote', () => {
    m.takeCoarse(1, { ...walk, tick: 120, x: 2.1, velocityX: 2.2, state: 0x21 }, 122);
    m.advance(1, 122);
    expect(m.x[1]).toBeCloseTo(2.2, 5);
    expect(m.state[1]).toBe(0x21);
  });

  it('is taken where somebody has come to another place', () => {
    m.takeCoarse(1, { ...walk, tick: 120, x: 2.4 }, 120);
    m.advance(1, 160);
    expect(m.x[1]).toBeCloseTo(6.4, 4);
  });

  it('is taken at the very tick of a turn or a stop, where the places agree', () => {
    m.takeCoarse(1, { ...walk, tick: 120, x: 2, velocityX: 0, velocityZ: 2 }, 120);
    m.advance(1, 160);
    expect(m.z[1]).toBeCloseTo(4, 4);
    m.takeCoarse(1, { ...still, tick: 160, x: 2, z: 4 }, 160);
    m.advance(1, 200);
    expect(m.z[1]).toBeCloseTo(4, 4);
  });

  it('is taken when the better one has grown old', () => {
    m.takeCoarse(1, { ...walk, tick: 165, x: 6.5 }, 165);
    m.advance(1, 280);
    expect(m.x[1]).toBeCloseTo(18, 4);
  });

  it('tells of the height of somebody who goes straight on up stairs, and lets it fade', () => {
    m.takeCoarse(1, { ...walk, tick: 120, x: 2.1, y: 1 }, 120);
    m.advance(1, 121.6);
    expect(m.y[1]).toBeCloseTo(1 - Math.exp(-1), 5);
    m.advance(1, 160);
    expect([m.x[1], m.y[1]]).toEqual([expect.closeTo(6, 4), 1]);
    m.takeCoarse(1, { ...walk, tick: 160, x: 6, y: 1.5 }, 160);
    m.advance(1, 200);
    expect(m.y[1]).toBe(1.5);
  });

  it('turns somebody who turns on the spot', () => {
    m.take(2, { ...still, x: 5, yaw: 3, y: 2 }, 100);
    m.takeCoarse(2, { ...still, tick: 120, x: 5.05, yaw: -3, y: 2 }, 120);
    m.advance(2, 121.6);
    expect(m.yaw[2]).toBeCloseTo(-3 - (2 * Math.PI - 6) * Math.exp(-1), 5);
    m.advance(2, 160);
    expect([m.x[2], m.y[2], m.yaw[2]]).toEqual([5, 2, -3]);
  });

  it('leaves height and facing where they differ by no more than it can tell', () => {
    const step = (2 * Math.PI) / 256;
    m.takeCoarse(1, { ...walk, tick: 120, x: 2, y: 1 / 8, yaw: 8 * step }, 120);
    m.advance(1, 160);
    expect([m.y[1], m.yaw[1]]).toEqual([0, 0]);
    m.takeCoarse(1, { ...walk, tick: 160, x: 6, yaw: 2 * Math.PI - 8 * step }, 160);
    m.advance(1, 200);
    expect(m.yaw[1]).toBe(0);
    m.takeCoarse(1, { ...walk, tick: 200, x: 10, y: 9 / 64, yaw: 9 * step }, 200);
    m.advance(1, 240);
    expect([m.y[1], m.yaw[1]]).toEqual([9 / 64, expect.closeTo(9 * step, 5)]);
  });

  it('leaves the look up or down as it was known', () => {
    m.takeCoarse(1, { ...still, tick: 120, x: 9 }, 120);
    m.advance(1, 200);
    expect(m.pitch[1]).toBeCloseTo(0.4, 5);
  });
});

describe('forgetting', () => {
  const live = (): number[] => [...m.live.subarray(0, m.liveCount)].sort((a, b) => a - b);

  it('lets go of those out of the view, and of nobody for standing still', () => {
    m.pin(0, 0, 0, 0, 0, 0, 0);
    m.take(1, { ...still, x: 240 }, 100);
    m.take(2, { ...still, x: 250 }, 100);
    m.forgetFar(0, 0, 100_000, 0);
    expect(live()).toEqual([0, 1]);
  });

  it('lets go of a walker at the edge of the view who was not told of again', () => {
    m.take(1, { ...walk, x: 200 }, 100);
    m.take(2, { ...walk, x: 20 }, 100);
    m.forgetFar(0, 0, 219, 0);
    expect(live()).toEqual([1, 2]);
    m.forgetFar(0, 0, 221, 0);
    expect(live()).toEqual([2]);
    m.forgetFar(0, 0, 1301, 0);
    expect(live()).toEqual([]);
  });

  it('keeps the list of the living without gaps', () => {
    for (const handle of [4, 900, 12]) m.take(handle, still, 100);
    m.remove(4);
    expect(live()).toEqual([12, 900]);
    expect([m.has(4), m.has(900)]).toEqual([false, true]);
  });

  it('meets whoever comes back as somebody new', () => {
    m.take(1, still, 100);
    m.remove(1);
    m.take(1, { ...still, tick: 50, x: 3 }, 110);
    m.advance(1, 110);
    expect(m.x[1]).toBe(3);
  });
});

it('shows the local person where they are pinned', () => {
  m.pin(0, 1, 2, 3, 0.5, 0.1, 1);
  m.pin(0, 4, 5, 6, 0.5, 0.1, 1);
  m.advance(0, 1e6);
  expect([m.x[0], m.y[0], m.z[0]]).toEqual([4, 5, 6]);
});
