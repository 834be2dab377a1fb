import { describe, expect, it } from 'vitest';
import { Playout } from './playout';

const kPacketS = 0.04;

/** Starts of packets that arrive at these times. */
function starts(arrivals: readonly number[], playout = new Playout()): (number | null)[] {
  return arrivals.map((atS, i) => playout.next(atS, kPacketS, i > 0));
}

const steady = (count: number, fromS = 1) =>
  Array.from({ length: count }, (_, i) => fromS + i * kPacketS);

/** Where two neighbours do not join. */
function gaps(list: readonly (number | null)[]): number {
  return list
    .slice(1)
    .filter((start, i) => Math.abs((start ?? 0) - (list[i] ?? 0) - kPacketS) > 1e-9).length;
}

describe('the playout of a voice', () => {
  it('begins 50 ms after the first packet and joins the rest', () => {
    const played = starts(steady(50));
    expect(played[0]).toBeCloseTo(1.05);
    expect(gaps(played)).toBe(0);
  });

  it('bridges packets that come up to 50 ms late', () => {
    const uneven = steady(50).map((atS, i) => (i % 3 === 1 ? atS + 0.045 : atS));
    expect(gaps(starts(uneven))).toBe(0);
  });

  it('waits longer after a packet that came too late, and has no second gap', () => {
    const late = steady(60).map((atS, i) => (i % 10 === 5 ? atS + 0.065 : atS));
    expect(gaps(starts(late))).toBe(1);
  });

  it('begins anew after a pause, with the lead it had', () => {
    const playout = new Playout();
    starts(steady(10), playout);
    for (let pause = 0; pause < 5; pause += 1) {
      const atS = 2 + 0.3 * pause;
      expect(playout.next(atS, kPacketS, false)).toBeCloseTo(atS + 0.05);
    }
  });

  it('leaves packets out when a burst would make the voice lag', () => {
    const played = starts(Array.from({ length: 10 }, () => 1));
    expect(played.filter((start) => start === null).length).toBeGreaterThan(3);
    expect(Math.max(...played.map((start) => start ?? 0))).toBeLessThan(1.25);
  });
});
