import { describe, expect, it } from 'vitest';
import { failings, holds, LIMITS } from './limits.mjs';
import { Measure, percentile } from './measure.mjs';
import { Nearest } from './nearest.mjs';
import { bytesOf, Held, readPerson, readValue, writeTold } from './told.mjs';
import { Walk } from './walk.mjs';
import * as documented from './ways/documented.mjs';
import * as motions from './ways/motions.mjs';

/** Person 0 stands at the origin; 1 walks east from there at 2 m/s and turns round at step 2. */
function walkOfTwo(stepsWalked) {
  const stands = [0, 0, 0, 0];
  const steps = [
    [stands, 1, [0, 0, 2, 0], 1],
    [stands, 0, [0.1, 0, 2, 0], 0],
    [stands, 0, [0.2, 0, -2, 0], 1],
  ];
  const samples = new Float32Array(steps.flat(2));
  const [people, count] = [2, steps.length];
  const walk = new Walk({
    people,
    steps: count,
    samples: samples.buffer,
    steppedTo: new Int32Array(people).fill(-1).buffer,
    takenAt: new Float64Array(people * count).buffer,
  });
  for (let step = 0; step < stepsWalked; ++step) {
    walk.advance(1, step);
    walk.takenAt[step * people + 1] = walk.dueMs(1, step);
  }
  return walk;
}

/** What a viewer who had news at 190 ms holds of person 1 at 200 ms; told: [atMs, values]. */
function sampleOf(way, stepsWalked, ...told) {
  const held = new Held(way.FIELDS);
  for (const [atMs, values] of told) held.hear(1, (index) => values[index], atMs);
  const viewer = { person: 0, heardAtMs: 190, held: (person) => held.of(person) };
  const measure = new Measure(walkOfTwo(stepsWalked), way, [viewer]);
  measure.sample(200);
  return measure;
}

describe('what a viewer holds with motions', () => {
  const first = [30, [0, 0, 0, 2000, 0]];

  it('is as old as the last news while it is true, and shown where it is', () => {
    const measure = sampleOf(motions, 2, first);
    expect(measure.stalenessMs).toEqual([10]);
    expect(measure.errorM[0]).toBeCloseTo(0, 6);
  });

  it('is stale since the motion that replaced it was told, and shown where that errs', () => {
    // The turn of step 2 was due at 125 ms: 75 ms later it is shown 2 x 2 m/s x 75 ms off.
    const measure = sampleOf(motions, 3, first);
    expect(measure.stalenessMs).toEqual([75]);
    expect(measure.errorM[0]).toBeCloseTo(0.3, 6);
  });

  it('counts from the start of the walk for somebody unknown', () => {
    const measure = sampleOf(motions, 3);
    expect(measure.stalenessMs).toEqual([200]);
    expect(measure.errorM).toEqual([]);
    expect(measure.unknown).toBe(1);
  });
});

describe('what a viewer holds as documented', () => {
  it('is stale since the person was there, and shown on the way there from the last', () => {
    // Of step 1, due at 75 ms; at 200 ms they are at 0.1 + 2 m/s x 125 ms = 0.35 m, and the page,
    // 25 of 50 ms after it heard, is half way from 0 to 0.1 m.
    const measure = sampleOf(documented, 2, [125, [0, 0]], [175, [10, 0]]);
    expect(measure.stalenessMs).toEqual([125]);
    expect(measure.errorM[0]).toBeCloseTo(0.3, 6);
  });

  it('is told at each step that moves, and not by who stands', () => {
    const walk = walkOfTwo(3);
    expect(documented.told(walk, 1, 1)).toEqual([10, 0]);
    expect(documented.told(walk, 0, 0)).toEqual([0, 0]);
    expect(documented.told(walk, 0, 1)).toBeNull();
    expect(motions.told(walk, 1, 1)).toBeNull();
    expect(motions.told(walk, 1, 2)).toEqual([2, 20, 0, -2000, 0]);
  });
});

describe('what is told', () => {
  it('comes back from the wire as it went, 12 bytes a motion and 6 a position', () => {
    const buffer = Buffer.alloc(bytesOf(motions.FIELDS));
    writeTold(buffer, 40000, [2, 20, -300, -2000, 0]);
    expect(readPerson(buffer, 0)).toBe(40000);
    expect(motions.FIELDS.map((_, index) => readValue(buffer, 0, index))).toEqual([
      2, 20, -300, -2000, 0,
    ]);
    expect([buffer.length, bytesOf(documented.FIELDS)]).toEqual([12, 6]);
  });

  it('is forgotten of those who left the view', () => {
    const held = new Held(documented.FIELDS);
    for (const person of [3, 4]) held.hear(person, () => 7, 0);
    held.forgetUnless((person) => person === 4);
    expect(held.of(3)).toBeUndefined();
    expect([...held.of(4).newest]).toEqual([7, 7]);
  });
});

describe('the nearest', () => {
  it('are found in order, however far off, without the one who looks', () => {
    const nearest = new Nearest();
    const [xs, zs] = [Float64Array.of(0, 900, 3, -1), Float64Array.of(0, 0, 0, 0)];
    expect(nearest.find(xs, zs, 0, 2)).toEqual([3, 2]);
    expect(nearest.find(xs, zs, 0, 8)).toEqual([3, 2, 1]);
  });
});

describe('the bar', () => {
  const atTheLimit = {
    people: 100,
    joined: 100,
    cut_off: 0,
    server_hz: LIMITS.serverHz,
    frames_per_s: LIMITS.framesPerSecond,
    staleness_p95_ms: LIMITS.stalenessMs,
    error_p95_m: LIMITS.errorM,
    kbit_per_s_p95: LIMITS.kbitPerS,
    load_late_p95_ms: LIMITS.loadLateMs,
  };

  it('is that of the city: 20 Hz, 150 ms, 0.2 m, 64 kbit/s', () => {
    expect(LIMITS).toMatchObject({ serverHz: 19, stalenessMs: 150, errorM: 0.2, kbitPerS: 64 });
  });

  it('names each limit that a rung fails', () => {
    expect(failings(atTheLimit)).toEqual([]);
    const fails = { ...atTheLimit, joined: 99, staleness_p95_ms: 151, load_late_p95_ms: 21 };
    expect(failings(fails)).toEqual(['load late', 'not in', 'staleness']);
  });

  it('can be asked for without a limit', () => {
    const fails = { ...atTheLimit, kbit_per_s_p95: 65 };
    expect([holds(fails), holds(fails, ['error']), holds(fails, ['kbit/s'])]).toEqual([
      false,
      false,
      true,
    ]);
  });

  it('takes the value that 95 in a hundred do not exceed', () => {
    expect(percentile([...Array(100).keys()], 0.95)).toBe(94);
    expect(percentile([], 0.95)).toBe(0);
  });
});
