import { expect, it } from 'vitest';
import type { SeeOperatorStateAnswer } from '../protocol/generated/api';
import { addSample, ratesOf } from './rates';

const state = (now: number, sent: number, cpu: number) =>
  ({
    now_unix_ms: now,
    load: { people: 0, tick_mean_ms: 1, sent_bytes: sent, cpu_s: cpu },
  }) as unknown as SeeOperatorStateAnswer;

it('shows what happened between two samples', () => {
  const samples = addSample(addSample([], state(0, 1000, 1)), state(2000, 9000, 1.5));
  expect(ratesOf(samples)).toEqual({ sentBytesPerS: 4000, cpuPercent: 25 });
});

it('starts anew after a restart of the server, whose counts begin at zero', () => {
  const samples = addSample(addSample([], state(0, 9000, 60)), state(2000, 10, 0.2));
  expect(samples.length).toBe(1);
  expect(ratesOf(samples)).toEqual({ sentBytesPerS: 0, cpuPercent: 0 });
});
