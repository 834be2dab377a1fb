import { expect, it } from 'vitest';
import { segmentHits } from './ground.js';

const floor = {
  a: { x: 0, y: 0, z: 0 },
  b: { x: 0, y: 0, z: 10 },
  c: { x: 10, y: 0, z: 0 },
};

it('meets a triangle where the segment crosses it, from above and from below', () => {
  expect(segmentHits(floor, 1, 4, 1, 0, -8, 0)).toBeCloseTo(0.5, 9);
  expect(segmentHits(floor, 1, -2, 1, 0, 8, 0)).toBeCloseTo(0.25, 9);
});

it('passes beside it, ends before it, or runs along it', () => {
  expect(segmentHits(floor, 9, 4, 9, 0, -8, 0)).toBe(2);
  expect(segmentHits(floor, 1, 4, 1, 0, -3, 0)).toBe(2);
  expect(segmentHits(floor, -5, 0, 1, 20, 0, 0)).toBe(2);
});
