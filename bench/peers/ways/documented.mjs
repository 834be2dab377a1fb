// As documented: the position is told at each step that moves, and the page goes from the last
// position but one to the last within a step.
import { STEP_MS } from '../walk.mjs';

export const FIELDS = ['x', 'z']; // cm

function positionAt(walk, person, step) {
  const { x, z } = walk.motion(person, step);
  return [Math.round(100 * x), Math.round(100 * z)];
}

const isSame = (a, b) => a[0] === b[0] && a[1] === b[1];

/** What a person tells at a step, in the order of FIELDS; null where nothing. */
export function told(walk, person, step) {
  const position = positionAt(walk, person, step);
  return step > 0 && isSame(position, positionAt(walk, person, step - 1)) ? null : position;
}

/** When the person was last at the position that is held: no time goes with it. */
export function trueAtMs(walk, person, { newest }) {
  let step = walk.lastStep(person);
  while (step > 0 && !isSame(newest, positionAt(walk, person, step))) --step;
  return walk.takenAtMs(person, step);
}

export function shownAt(walk, person, { newest, previous, heardAtMs }, atMs) {
  const share = Math.min(1, (atMs - heardAtMs) / STEP_MS);
  const along = (axis) => (previous[axis] + (newest[axis] - previous[axis]) * share) / 100;
  return { x: along(0), z: along(1) };
}
