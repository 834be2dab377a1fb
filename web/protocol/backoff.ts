// How long to wait before connection attempt n. Exponential with full jitter on the upper half, so
// that a thousand pages cut off by one restart do not come back in the same millisecond.

const kFirstMs = 500;
const kLongestMs = 15_000;

/**
 * Milliseconds to wait before an attempt (1 = first retry). `random` is 0 to 1; `atLeastMs` is what
 * the server asked for.
 */
export function retryDelayMs(attempt: number, random: number, atLeastMs: number): number {
  const full = Math.min(kLongestMs, kFirstMs * 2 ** Math.min(attempt - 1, 10));
  return Math.max(atLeastMs, full / 2 + (full / 2) * random);
}
