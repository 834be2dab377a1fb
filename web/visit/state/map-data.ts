// The map blob of a city: flat shapes in metres of the space frame, x east, z south. Each part may be
// missing, and what is not as described is left out: a map with less on it is still a map.

export type Point = readonly [number, number];
export type Ring = readonly Point[];

export interface MapShape {
  rings: Ring[];
}

export interface MapWay {
  width: number;
  line: Ring;
}

export interface MapData {
  water: MapShape[];
  green: MapShape[];
  squares: MapShape[];
  buildings: Ring[];
  roads: MapWay[];
  bridges: MapWay[];
}

type Bag = Record<string, unknown>;

const isPoint = (value: unknown): value is Point =>
  Array.isArray(value) && value.length >= 2 && value.every((n) => Number.isFinite(n));

const isRing = (value: unknown): value is Ring =>
  Array.isArray(value) && value.length >= 2 && value.every(isPoint);

const items = (bag: Bag, key: string): unknown[] => {
  const value = bag[key];
  return Array.isArray(value) ? value : [];
};

function shapes(bag: Bag, key: string): MapShape[] {
  return items(bag, key).map((item) => ({ rings: items(item as Bag, 'rings').filter(isRing) }));
}

function ways(bag: Bag, key: string): MapWay[] {
  return items(bag, key).flatMap((item) => {
    const { line, width_m: width } = item as Bag;
    return isRing(line) ? [{ line, width: typeof width === 'number' ? width : 8 }] : [];
  });
}

export function readMap(json: unknown): MapData {
  const bag = (typeof json === 'object' && json !== null ? json : {}) as Bag;
  return {
    water: shapes(bag, 'water'),
    green: shapes(bag, 'green'),
    squares: shapes(bag, 'squares'),
    buildings: items(bag, 'buildings').filter(isRing),
    roads: ways(bag, 'roads'),
    bridges: ways(bag, 'bridges'),
  };
}

/** SVG path of rings; whole metres are enough on a map. */
export function pathOf(rings: readonly Ring[], closed: boolean): string {
  return rings
    .map(
      (ring) =>
        `M${ring.map(([x, z]) => `${Math.round(x)} ${Math.round(z)}`).join('L')}${closed ? 'Z' : ''}`,
    )
    .join('');
}
