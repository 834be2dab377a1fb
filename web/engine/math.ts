/** The same angle from -pi to pi. */
export const wrapAngle = (a: number): number =>
  a - 2 * Math.PI * Math.floor((a + Math.PI) / (2 * Math.PI));

/** Share of the way to go in `seconds` so that half of it takes `halfLife` seconds. */
export const approach = (seconds: number, halfLife: number): number =>
  1 - 2 ** (-seconds / Math.max(halfLife, 1e-4));

export const clamp = (x: number, low: number, high: number): number =>
  x < low ? low : x > high ? high : x;

export const mix = (a: number, b: number, t: number): number => a + (b - a) * t;

/** The shorter way round from `a` towards `b`. */
export const mixAngle = (a: number, b: number, t: number): number => a + wrapAngle(b - a) * t;
