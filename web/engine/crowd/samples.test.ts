import { describe, expect, it } from 'vitest';
import { Samples } from './samples.js';

const east = (samples: Samples, handle: number, tick: number, x: number): void =>
  samples.push(handle, tick, x, 0, 0, 0, 0, 1);

describe('samples', () => {
  it('shows a place between two samples in proportion to the ticks', () => {
    const s = new Samples();
    east(s, 7, 10, 100);
    east(s, 7, 14, 104);
    s.advance(7, 11);
    // The gap of 4 ticks is 2 more than usual; a quarter of that is the first step of the lag.
    expect(s.x[7]).toBeCloseTo(100.5, 5);
  });

  it('never shows a place beyond the newest sample', () => {
    const s = new Samples();
    east(s, 1, 10, 0);
    east(s, 1, 12, 1);
    s.advance(1, 99);
    expect(s.x[1]).toBe(1);
  });

  it('keeps three intervals back', () => {
    const s = new Samples();
    for (let tick = 0; tick <= 8; tick += 2) east(s, 3, tick, tick);
    s.advance(3, 3);
    expect(s.x[3]).toBeCloseTo(3, 5);
  });

  it('turns the short way round', () => {
    const s = new Samples();
    s.push(1, 0, 0, 0, 0, Math.PI - 0.1, 0, 0);
    s.push(1, 2, 0, 0, 0, -Math.PI + 0.1, 0, 0);
    s.advance(1, 1);
    expect(Math.abs(s.yaw[1]!)).toBeCloseTo(Math.PI, 5);
  });

  it('lets someone who stood still set off late instead of gliding through the silence', () => {
    const s = new Samples();
    east(s, 1, 0, 0);
    east(s, 1, 100, 2);
    s.advance(1, 60);
    expect(s.x[1]).toBe(0);
    s.advance(1, 99);
    expect(s.x[1]).toBeCloseTo(1, 5);
  });

  it('shows a teleport as a jump', () => {
    const s = new Samples();
    east(s, 1, 0, 0);
    east(s, 1, 2, 500);
    s.advance(1, 1.9);
    expect(s.x[1]).toBe(0);
    s.advance(1, 2);
    expect(s.x[1]).toBe(500);
  });

  it('ignores samples that come late or twice', () => {
    const s = new Samples();
    east(s, 1, 5, 1);
    east(s, 1, 5, 9);
    east(s, 1, 4, 9);
    s.advance(1, 5);
    expect(s.x[1]).toBe(1);
  });

  it('keeps the list of the living without gaps when people go', () => {
    const s = new Samples();
    for (const handle of [4, 900, 12]) east(s, handle, 1, handle);
    s.remove(4);
    expect([...s.live.subarray(0, s.liveCount)].sort((a, b) => a - b)).toEqual([12, 900]);
    expect(s.has(4)).toBe(false);
    expect(s.has(900)).toBe(true);
  });
});
