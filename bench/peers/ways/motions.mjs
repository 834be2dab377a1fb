// With motions: told when dead reckoning asks for it, shown as they go on.

export const FIELDS = ['step', 'x', 'z', 'vx', 'vz']; // when it was true; cm, mm/s

/** What a person tells at a step, in the order of FIELDS; null where nothing. */
export function told(walk, person, step) {
  if (!walk.mustTell(person, step)) return null;
  const { x, z, vx, vz } = walk.motion(person, step);
  return [step, 100 * x, 100 * z, 1000 * vx, 1000 * vz].map(Math.round);
}

/** Until when what is held was true; while it is, the viewer's last news say so. */
export function trueAtMs(walk, person, { newest }, newsAtMs) {
  return walk.replacedAt(person, newest[0]) ?? newsAtMs;
}

export function shownAt(walk, person, { newest }, atMs) {
  const [step, x, z, vx, vz] = newest;
  const motion = { person, step, x: x / 100, z: z / 100, vx: vx / 1000, vz: vz / 1000 };
  return walk.placeOf(motion, atMs);
}
