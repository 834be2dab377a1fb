import { expect, it } from 'vitest';
import type { TourCue } from '../types.js';
import { samplePath } from './path.js';

const cue = (at_s: number, x: number): TourCue => ({
  at_s,
  position: [x, 10, 0],
  look_at: [x, 0, -10],
  caption: { zh: `${x}`, en: `${x}` },
});
const cues = [cue(0, 0), cue(10, 100), cue(30, 500), cue(40, 600)];

it('is at every cue at its time', () => {
  for (const { at_s, position } of cues) {
    expect(samplePath(cues, at_s).position[0]).toBeCloseTo(position[0], 9);
  }
});

it('starts and ends at rest', () => {
  expect(samplePath(cues, 0.05).position[0]).toBeLessThan(0.05);
  expect(600 - samplePath(cues, 39.95).position[0]).toBeLessThan(0.05);
});

it('passes a cue without a jump in speed', () => {
  const speed = (t: number): number =>
    (samplePath(cues, t + 0.001).position[0] - samplePath(cues, t).position[0]) / 0.001;
  // Catmull-Rom: the slope at a cue is that between its neighbours, 500 m in 30 s.
  expect(speed(9.998)).toBeCloseTo(500 / 30, 1);
  expect(speed(10.001)).toBeCloseTo(500 / 30, 1);
});

it('shows the caption of the cue that was passed last', () => {
  expect(samplePath(cues, -1).cue).toBe(0);
  expect(samplePath(cues, 9.99).cue).toBe(0);
  expect(samplePath(cues, 10).cue).toBe(1);
  expect(samplePath(cues, 99).cue).toBe(3);
});
