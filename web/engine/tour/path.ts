import type { TourCue, Triple } from '../types.js';

export interface PathPoint {
  position: Triple;
  lookAt: Triple;
  /** Index of the cue whose caption stands now. */
  cue: number;
}

/** Slope at a cue for a path through unevenly timed points (finite differences, Catmull-Rom). */
function slope(
  cues: readonly TourCue[],
  i: number,
  pick: (cue: TourCue) => Triple,
  k: number,
): number {
  const before = cues[Math.max(0, i - 1)]!;
  const after = cues[Math.min(cues.length - 1, i + 1)]!;
  const span = after.at_s - before.at_s;
  // The flight starts and ends at rest.
  if (i === 0 || i === cues.length - 1 || span <= 0) return 0;
  return (pick(after)[k]! - pick(before)[k]!) / span;
}

function hermite(p0: number, m0: number, p1: number, m1: number, t: number, span: number): number {
  const t2 = t * t;
  const t3 = t2 * t;
  return (
    (2 * t3 - 3 * t2 + 1) * p0 +
    (t3 - 2 * t2 + t) * span * m0 +
    (-2 * t3 + 3 * t2) * p1 +
    (t3 - t2) * span * m1
  );
}

function pointAt(
  cues: readonly TourCue[],
  i: number,
  t: number,
  span: number,
  pick: (cue: TourCue) => Triple,
): Triple {
  const at = (k: number): number =>
    hermite(
      pick(cues[i]!)[k]!,
      slope(cues, i, pick, k),
      pick(cues[i + 1]!)[k]!,
      slope(cues, i + 1, pick, k),
      t,
      span,
    );
  return [at(0), at(1), at(2)];
}

/** Where the camera is `seconds` into the tour; smooth through every cue. Cues are in order. */
export function samplePath(cues: readonly TourCue[], seconds: number): PathPoint {
  const last = cues.length - 1;
  const first = cues[0]!;
  if (last === 0 || seconds <= first.at_s) {
    return { position: first.position, lookAt: first.look_at, cue: 0 };
  }
  let i = 0;
  while (i < last - 1 && seconds >= cues[i + 1]!.at_s) i++;
  const end = cues[last]!;
  if (seconds >= end.at_s) return { position: end.position, lookAt: end.look_at, cue: last };
  const span = cues[i + 1]!.at_s - cues[i]!.at_s;
  const t = span > 0 ? (seconds - cues[i]!.at_s) / span : 1;
  return {
    position: pointAt(cues, i, t, span, (cue) => cue.position),
    lookAt: pointAt(cues, i, t, span, (cue) => cue.look_at),
    cue: i,
  };
}
