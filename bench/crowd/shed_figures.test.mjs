import { describe, expect, it } from 'vitest';
import { bucketsOf, valuesOf } from './metrics.mjs';
import {
  countOver,
  faultsOf,
  longestOf,
  goneAt,
  recoveryOf,
  shedFiguresOf,
  stepsSince,
} from './shed_figures.mjs';

const HISTOGRAM = (counts) => [0.05, 0.1, 0.2, Infinity].map((bound, i) => [bound, counts[i]]);
const steps = (at_s, ...of) => ({ at_s, steps: of });
// The load leaves at 10 s.
const CAME_BACK = [
  steps(9, 3, 3),
  steps(11, 2, 3),
  steps(12, 0, 1),
  steps(13, 0, 1),
  steps(14, 0, 0),
];

/** A second of a city with a hundred people, of whom fifty are there from 20 s to 40 s only. */
function sample(s) {
  const isHigh = s >= 20 && s < 40;
  return {
    ...{ at_s: s, busy_s: s * 1.9, server_s: s, threads_s: { tick: s / 10 }, swarm_s: s * 0.8 },
    ...{ line_s: 0, watch_s: 0, memory_peak_mb: 100 },
    people: isHigh ? 100 : 50,
    steps: isHigh || s === 40 ? [4, 5] : [0, 1],
    shed: s >= 20 ? 9 : 1,
    late_ticks: 0,
    tick_s: HISTOGRAM([s * 20, s * 20, s * 20, s * 20]),
    tick_gap_s: HISTOGRAM([s * 10, s * 20, s * 20, s * 20]),
  };
}
const SAMPLES = Array.from({ length: 60 }, (_, s) => sample(s));
const MOMENTS = { people: 100, staying: 50, coming_at_s: 19.5, full_at_s: 20, left_at_s: 40 };
const REPORT = {
  ...{ people_joined: 50, corrections: {}, closed_while_measuring: {}, refused: {} },
  frames_per_second: { p50: 6 },
  staleness_nearest_32_ms: { p95: 200 },
  error_nearest_32_m: { p95: 0.5 },
  swarm: { starved: false },
};
const figures = (changed = {}) =>
  shedFiguresOf({ reports: [REPORT, REPORT], samples: SAMPLES, moments: MOMENTS, ...changed });

describe('the load', () => {
  const samples = [5, 9, 5, 4, 3].map((people, i) => ({ at_s: i + 0.25, people }));

  it('is gone when the last has left', () => {
    expect(goneAt(samples, 1, 5)).toBe(2.25);
    expect(goneAt(samples, 1, 3)).toBe(4.25);
    expect(goneAt(samples, 1, 2)).toBe(null);
  });
});

describe('what the server counts', () => {
  const TEXT = [
    'yc_crowd_step{shard="shard-0"} 3',
    'yc_crowd_step{shard="shard-1"} 4',
    'yc_crowd_steps_shed_total{shard="shard-0"} 7',
    'yc_space_tick_seconds_bucket{le="0.1"} 19',
    'yc_space_tick_seconds_bucket{le="+Inf"} 20',
    'yc_space_people 12',
  ].join('\n');

  it('is read by name, whatever its labels', () => {
    expect(valuesOf(TEXT, 'yc_crowd_step')).toEqual([3, 4]);
    expect(valuesOf(TEXT, 'yc_space_people')).toEqual([12]);
    expect(bucketsOf(TEXT, 'yc_space_tick_seconds')).toEqual([
      [0.1, 19],
      [Infinity, 20],
    ]);
  });

  it('tells between two readings how long the longest was, and how many were too long', () => {
    const before = HISTOGRAM([5, 6, 7, 7]); // one of up to 0.2 s, long ago
    const after = HISTOGRAM([9, 13, 14, 14]);
    expect(longestOf(before, after)).toBe(0.1);
    expect(countOver(0.1, before, after)).toBe(0);
    expect(longestOf(before, HISTOGRAM([9, 13, 14, 16]))).toBe(Infinity);
    expect(countOver(0.1, before, HISTOGRAM([9, 13, 15, 17]))).toBe(3);
    expect(longestOf(before, before)).toBe(0);
  });
});

describe('the recovery', () => {
  it('ends when every shard is back at its step', () => {
    expect(recoveryOf(CAME_BACK, 10, [0, 0])).toBe(4);
    expect(recoveryOf(CAME_BACK, 10, [0, 1])).toBe(2);
    expect(recoveryOf(CAME_BACK, 10, [3, 3])).toBe(1);
  });

  it('has not ended while a shard goes away again', () => {
    expect(recoveryOf([...CAME_BACK, steps(15, 1, 0), steps(16, 0, 0)], 10, [0, 0])).toBe(6);
    expect(recoveryOf([...CAME_BACK, steps(15, 1, 0)], 10, [0, 0])).toBe(null);
  });

  it('is told by the steps that changed', () => {
    expect(stepsSince(CAME_BACK, 10)).toEqual([
      [1, 2, 3],
      [2, 0, 1],
      [4, 0, 0],
    ]);
  });
});

describe('the rung of twice the load', () => {
  it('holds its bar when all stay, no tick is long and the steps come back in time', () => {
    const rung = figures();
    expect(rung).toMatchObject({
      ...{ people: 100, joined: 100, height_s: 20, missing_at_height: 0, missing_at_end: 0 },
      ...{ steps_settled: [0, 1], steps_at_height: [4, 5], steps_shed: 8 },
      ...{ tick_longest_ms: 50, tick_gap_longest_ms: 100, recovery_s: 1 },
      ...{ server_cores: 1, swarm_cores: 0.8, others_cores: 0.1, verdict: 'valid', faults: [] },
    });
  });

  it('names what did not hold', () => {
    const lost = { ...REPORT, closed_while_measuring: { 'connection lost': 2 } };
    expect(figures({ reports: [REPORT, lost] }).faults).toEqual([
      '2 could not enter, were corrected or were cut off',
    ]);
    const fewer = SAMPLES.map((each) => ({ ...each, people: each.people - 1 }));
    expect(figures({ samples: fewer }).faults).toEqual([
      '1 missing at the height',
      '1 missing at the end',
    ]);
    expect(faultsOf({ ...figures(), recovery_s: 5.1 })).toEqual(['back after 5.1 s']);
    expect(faultsOf({ ...figures(), recovery_s: null })).toEqual(['the steps did not come back']);
    expect(faultsOf({ ...figures(), ticks_over_100_ms: 2, tick_gaps_over_100_ms: 3 })).toEqual([
      '2 ticks over 100 ms',
      '3 times over 100 ms from tick to tick',
    ]);
  });
});
