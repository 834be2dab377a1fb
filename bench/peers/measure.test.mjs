import { describe, expect, it } from 'vitest';
import { failings } from './limits.mjs';
import { Measure, percentile } from './measure.mjs';
import { Nearest } from './nearest.mjs';
import { Walk } from './walk.mjs';

/** Person 0 stands at the origin; 1 walks east from there at 2 m/s and turns round at step 2. */
function walkOfTwo() {
  const stands = [0, 0, 0, 0];
  const steps = [
    [stands, 1, [0, 0, 2, 0], 1],
    [stands, 0, [0.1, 0, 2, 0], 0],
    [stands, 0, [0.2, 0, -2, 0], 1],
  ];
  const samples = new Float32Array(steps.flat(2));
  const [people, count] = [2, steps.length];
  return new Walk({
    people,
    steps: count,
    samples: samples.buffer,
    steppedTo: new Int32Array(people).fill(-1).buffer,
    toldAt: new Float64Array(people * count).buffer,
  });
}

function viewerThatHolds(motion) {
  return { person: 0, heardAtMs: 190, held: () => motion };
}

function sampleAt(atMs, stepsWalked, held) {
  const walk = walkOfTwo();
  for (let step = 0; step < stepsWalked; ++step) {
    walk.advance(1, step);
    walk.toldAt[step * walk.people + 1] = walk.dueMs(1, step);
  }
  const measure = new Measure(walk, [viewerThatHolds(held)]);
  measure.sample(atMs);
  return measure;
}

const firstMotion = { person: 1, step: 0, x: 0, z: 0, vx: 2, vz: 0 };

describe('what a viewer holds', () => {
  it('is as old as the last news while it is true, and shown where it is', () => {
    const measure = sampleAt(200, 2, firstMotion);
    expect(measure.stalenessMs).toEqual([10]);
    expect(measure.errorM[0]).toBeCloseTo(0, 6);
  });

  it('is stale since the motion that replaced it was told, and shown where that errs', () => {
    // The turn of step 2 was due at 125 ms: 75 ms later it is shown 2 x 2 m/s x 75 ms off.
    const measure = sampleAt(200, 3, firstMotion);
    expect(measure.stalenessMs).toEqual([75]);
    expect(measure.errorM[0]).toBeCloseTo(0.3, 6);
  });

  it('counts from the start of the walk for somebody unknown', () => {
    const measure = sampleAt(200, 3, undefined);
    expect(measure.stalenessMs).toEqual([200]);
    expect(measure.errorM).toEqual([]);
    expect(measure.unknown).toBe(1);
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
  it('names each way in which a rung fails it', () => {
    const holds = {
      people: 100,
      joined: 100,
      cut_off: 0,
      server_hz: 20,
      frames_per_s: 18,
      staleness_p95_ms: 150,
      error_p95_m: 0.25,
      load_late_p95_ms: 2,
    };
    expect(failings(holds)).toEqual([]);
    const fails = { ...holds, joined: 99, staleness_p95_ms: 151, load_late_p95_ms: 21 };
    expect(failings(fails)).toEqual(['load starved', '1 not in', 'staleness']);
  });

  it('takes the value that 95 in a hundred do not exceed', () => {
    expect(percentile([...Array(100).keys()], 0.95)).toBe(94);
    expect(percentile([], 0.95)).toBe(0);
  });
});
