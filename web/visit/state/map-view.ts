// What part of the city the map shows: centre and scale, kept inside the city's bounds.

export interface MapView {
  x: number;
  z: number;
  /** Metres from the middle to the edge of the shorter side. */
  reach: number;
}

export interface MapBounds {
  minX: number;
  minZ: number;
  maxX: number;
  maxZ: number;
}

const kNearest = 90;
/** Names stand above their places: room for the one farthest north. */
const kMargin = 1.1;

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}

export function wholeCity(bounds: MapBounds): MapView {
  return {
    x: (bounds.minX + bounds.maxX) / 2,
    z: (bounds.minZ + bounds.maxZ) / 2,
    reach: (Math.max(bounds.maxX - bounds.minX, bounds.maxZ - bounds.minZ) / 2) * kMargin,
  };
}

export function moved(view: MapView, dx: number, dz: number, bounds: MapBounds): MapView {
  return {
    ...view,
    x: clamp(view.x + dx, bounds.minX, bounds.maxX),
    z: clamp(view.z + dz, bounds.minZ, bounds.maxZ),
  };
}

export function zoomed(view: MapView, factor: number, bounds: MapBounds): MapView {
  return { ...view, reach: clamp(view.reach * factor, kNearest, wholeCity(bounds).reach) };
}

/** SVG viewBox for a box of the given shape (width / height). */
export function viewBox(view: MapView, aspect: number): string {
  const halfX = view.reach * Math.max(1, aspect);
  const halfZ = halfX / aspect;
  return [view.x - halfX, view.z - halfZ, 2 * halfX, 2 * halfZ].map(Math.round).join(' ');
}
