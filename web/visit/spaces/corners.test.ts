import { expect, it } from 'vitest';
import { areaOf, planOf, readCorners, writeCorners } from './corners';

it('reads corners as people write them', () => {
  expect(readCorners('0 0\n10, 0\n\n 10；5.5 \n')).toEqual([
    { x: 0, z: 0 },
    { x: 10, z: 0 },
    { x: 10, z: 5.5 },
  ]);
  expect(readCorners('1 2\nthree four')).toBeNull();
  expect(readCorners('1 2 3')).toBeNull();
  expect(readCorners('')).toEqual([]);
});

it('writes what it reads', () => {
  const corners = [
    { x: 0, z: -1.5 },
    { x: 10.2, z: 0 },
  ];
  expect(readCorners(writeCorners(corners))).toEqual(corners);
});

it('knows the area in either direction', () => {
  const square = readCorners('0 0\n4 0\n4 3\n0 3') ?? [];
  expect(areaOf(square)).toBe(12);
  expect(areaOf([...square].reverse())).toBe(12);
  expect(areaOf([])).toBe(0);
});

it('shows all points on a square plan', () => {
  const plan = planOf([
    { x: 0, z: 0 },
    { x: 100, z: 20 },
  ]);
  expect(plan.side).toBe(120);
  expect(plan.x).toBe(-10);
  expect(plan.z).toBe(-50);
});
