import { expect, it } from 'vitest';
import * as p from './position';

it('splits a position into a 64 m cell and 1/1024 m inside it', () => {
  expect(p.toWire(65.5, 10, -1)).toEqual({
    cellX: 1,
    offsetX: 1536,
    cellZ: -1,
    offsetZ: 63 * 1024,
    height: (10 + 128) * 64,
  });
});

it('never rounds up to the end of a cell: the next cell begins there', () => {
  expect(p.toWire(63.9999, 0, 0)).toMatchObject({ cellX: 1, offsetX: 0 });
});

it('comes back within half a step', () => {
  for (const metres of [-2300.123, -0.0004, 0, 17.77, 2499.9]) {
    const wire = p.toWire(metres, 12.34, 0);
    expect(Math.abs(p.axisFromWire(wire.cellX, wire.offsetX) - metres)).toBeLessThanOrEqual(
      1 / 2048,
    );
    expect(Math.abs(p.heightFromWire(wire.height) - 12.34)).toBeLessThanOrEqual(1 / 128);
  }
});

it('clamps heights that the wire cannot carry', () => {
  expect(p.toWire(0, -500, 0).height).toBe(0);
  expect(p.toWire(0, 5000, 0).height).toBe(65_535);
});

it('writes turns without a seam', () => {
  expect(p.turnToWire(-Math.PI / 2, 65_536)).toBe(49_152);
  expect(p.turnToWire(2 * Math.PI - 1e-9, 65_536)).toBe(0);
  expect(p.turnFromWire(64, 256)).toBeCloseTo(Math.PI / 2, 12);
});

it('writes straight up and down as 127 and -127', () => {
  expect(p.pitchToWire(Math.PI / 2)).toBe(127);
  expect(p.pitchToWire(-4)).toBe(-127);
  expect(p.pitchFromWire(127)).toBeCloseTo(Math.PI / 2, 12);
});
