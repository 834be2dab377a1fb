import { describe, expect, it } from 'vitest';
import { niceStep } from './chart.mjs';
import {
  coresOf,
  doubts,
  harmed,
  isDear,
  isPlain,
  messagesPerSecond,
  middleOf,
  ofPlain,
} from './figures.mjs';

/** A second of a server that uses half a core on its tick, beside others who use as much. */
function sample(s) {
  return {
    at_s: s,
    wall_s: 1000 + s,
    busy_s: s * 1.3,
    server_s: s * 0.5,
    threads_s: { tick: s * 0.5, disk: 0 },
    swarm_s: s * 0.2,
    line_s: s * 0.08,
    watch_s: s * 0.02,
    counted_at_s: s + 0.1,
    messages: s * 2000,
  };
}
const SAMPLES = Array.from({ length: 31 }, (_, s) => sample(s));
const NO_DOUBT = { others_cores: 0.2, us_a_message: 12 };

describe('the figures of a rung', () => {
  it('come from the middle half of the measuring time', () => {
    const middle = middleOf(SAMPLES, 1030, 16);
    expect(middle.map(({ at_s }) => at_s)).toEqual([18, 19, 20, 21, 22, 23, 24, 25, 26]);
  });

  it('tell the cores of each, and give the rest to others', () => {
    const cores = coresOf(SAMPLES);
    expect(cores.server).toBeCloseTo(0.5);
    expect(cores.threads).toEqual({ tick: 0.5 });
    expect(cores.swarm).toBeCloseTo(0.2);
    expect(cores.others).toBeCloseTo(0.5);
    expect(cores.machine).toBeCloseTo(1.3);
  });

  it('count messages by the time at which the server counted, and bear a gap', () => {
    const gap = SAMPLES.map((each) => (each.at_s % 2 === 1 ? { at_s: each.at_s } : each));
    expect(messagesPerSecond(gap)).toBeCloseTo(2000);
  });

  it('are doubted when others were busy, the swarm starved or a message was dear', () => {
    expect(doubts(NO_DOUBT, false, 40)).toEqual([]);
    expect(doubts({ others_cores: 0.21, us_a_message: 41 }, true, 40)).toEqual([
      'others used 0.21 cores',
      'the swarm starved',
      'a message cost 41 us, not 40',
    ]);
    expect(doubts({ ...NO_DOUBT, us_a_message: Number.NaN }, false, 40)).toHaveLength(1);
  });

  it('say how many were harmed', () => {
    const rung = {
      people: 10,
      joined: 9,
      corrections: { 1: 2 },
      cut_off: {},
      refused: { full: 1 },
    };
    expect(harmed(rung)).toBe(4);
    const whole = { people: 2000, joined: 2000, cut_off: {}, refused: {} };
    expect(harmed({ ...whole, corrections: { 2: 2 } })).toBe(0);
    expect(harmed({ ...whole, corrections: { 2: 2, 4: 1 } })).toBe(3);
  });
});

describe('TLS', () => {
  const plain = { people: 1000, server_cores: 0.25, machine_cores: 0.5 };
  const times = ofPlain({ server_cores: 0.3, machine_cores: 0.7 }, plain);

  it('is held against as many people without it', () => {
    expect(times).toEqual({ server_cores: 1.2, machine_cores: 1.4 });
    expect(isPlain(plain, 1000)).toBe(true);
    expect(isPlain(plain, 500)).toBe(false);
    for (const kind of ['lossy', 'tls', 'shed']) {
      expect(isPlain({ ...plain, [kind]: true }, 1000)).toBe(false);
    }
  });

  it('is dear when server or machine take more than 1.3 times as much, in a valid rung', () => {
    expect(isDear({ of_plain: times, verdict: 'valid' })).toBe(true);
    expect(isDear({ of_plain: times, verdict: 'not valid: the swarm starved' })).toBe(false);
    const cheap = { server_cores: 1.3, machine_cores: 1.2 };
    expect(isDear({ of_plain: cheap, verdict: 'valid' })).toBe(false);
    expect(isDear({ verdict: 'valid' })).toBe(false);
  });
});

describe('the chart', () => {
  it('steps by 1, 2 or 5', () => {
    expect([0.9, 4, 126, 230].map(niceStep)).toEqual([0.2, 1, 50, 50]);
  });
});
