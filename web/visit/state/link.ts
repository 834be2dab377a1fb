// Links to a place: https://host/@place

/** The place that a path names; '' if none. */
export function placeOfPath(path: string): string {
  const match = /^\/@([^/]{1,192})\/?$/.exec(path);
  if (!match?.[1]) return '';
  try {
    const place = decodeURIComponent(match[1]);
    return [...place].length <= 64 ? place : '';
  } catch {
    return '';
  }
}

/** A spot where the name of a place could stand: metres to the centimetre, and a yaw. */
export function spotOf({ x, y, z, yaw }: { x: number; y: number; z: number; yaw: number }): string {
  return [x, y, z, yaw].map((n) => n.toFixed(2)).join(',');
}

export function linkTo(origin: string, place: string): string {
  return place ? `${origin}/@${encodeURIComponent(place)}` : `${origin}/`;
}
