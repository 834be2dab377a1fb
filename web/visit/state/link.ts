// Links to a place: https://host/@place, to a space: https://host/s/space, and to a place in one:
// https://host/s/space/@place

const kPath = /^(?:\/s\/([^/@]{1,192}))?(?:\/@([^/]{1,192}))?\/?$/;

function partOf(path: string, part: 1 | 2): string {
  const match = kPath.exec(path)?.[part];
  if (!match) return '';
  try {
    const name = decodeURIComponent(match);
    return [...name].length <= 64 ? name : '';
  } catch {
    return '';
  }
}

/** The place that a path names; '' if none. */
export const placeOfPath = (path: string): string => partOf(path, 2);

/** The space that a path names; '' if none: the city. */
export const spaceOfPath = (path: string): string => partOf(path, 1);

/** The token of an invitation; '' if the address holds none. */
export const inviteOf = (hash: string): string => /^#invite=([\w-]{1,64})$/.exec(hash)?.[1] ?? '';

/** A spot where the name of a place could stand: metres to the centimetre, and a yaw. */
export function spotOf({ x, y, z, yaw }: { x: number; y: number; z: number; yaw: number }): string {
  return [x, y, z, yaw].map((n) => n.toFixed(2)).join(',');
}

/** `space`: as in a welcome; the city needs no name in a link. */
export function linkTo(origin: string, place: string, space = 'city'): string {
  const start = space && space !== 'city' ? `${origin}/s/${encodeURIComponent(space)}` : origin;
  return place ? `${start}/@${encodeURIComponent(place)}` : `${start}/`;
}
