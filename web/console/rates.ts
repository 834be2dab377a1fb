// The server counts since its start; the page shows what happens now: differences of two samples.
import type { SeeOperatorStateAnswer } from '../protocol/generated/api';

export interface Sample {
  atMs: number;
  people: number;
  tickMeanMs: number;
  sentBytes: number;
  cpuS: number;
}

export interface Rates {
  sentBytesPerS: number;
  cpuPercent: number;
}

const kKept = 100;

export function addSample(
  samples: readonly Sample[],
  state: SeeOperatorStateAnswer,
): readonly Sample[] {
  const sample: Sample = {
    atMs: state.now_unix_ms,
    people: state.load.people,
    tickMeanMs: state.load.tick_mean_ms,
    sentBytes: state.load.sent_bytes,
    cpuS: state.load.cpu_s,
  };
  const last = samples.at(-1);
  // A smaller count means a restarted server: what was before is no base for differences.
  const before = last && last.cpuS > sample.cpuS ? [] : samples;
  return [...before, sample].slice(-kKept);
}

export function ratesOf(samples: readonly Sample[]): Rates {
  const now = samples.at(-1);
  const before = samples.at(-2);
  if (!now || !before || now.atMs <= before.atMs) return { sentBytesPerS: 0, cpuPercent: 0 };
  const seconds = (now.atMs - before.atMs) / 1000;
  return {
    sentBytesPerS: (now.sentBytes - before.sentBytes) / seconds,
    cpuPercent: (100 * (now.cpuS - before.cpuS)) / seconds,
  };
}
