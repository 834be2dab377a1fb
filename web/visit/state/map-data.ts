// The map blob of a city (made by kernel/import): flat shapes in metres of the space frame, x east,
// z south. What is not as described is left out: a map with less on it is still a map.

export type Point = readonly [number, number];
export type Ring = readonly Point[];

export interface MapWay {
  width: number;
  line: Ring;
}

export interface MapData {
  blocks: Ring[];
  parks: Ring[];
  squares: Ring[];
  rivers: MapWay[];
  hills: MapWay[];
  roads: MapWay[];
  shores: MapWay[];
}

interface Shape {
  kind: string;
  points: Ring;
  width: number;
}

const isPoint = (value: unknown): value is Point =>
  Array.isArray(value) && value.length >= 2 && value.every((n) => Number.isFinite(n));

function readShape(value: unknown): Shape | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { kind, points, width } = value as Record<string, unknown>;
  if (typeof kind !== 'string' || !Array.isArray(points) || points.length < 2) return undefined;
  if (!points.every(isPoint)) return undefined;
  return { kind, points, width: typeof width === 'number' ? width : 0 };
}

function readShapes(json: unknown, key: 'areas' | 'lines'): Shape[] {
  const list = (json as Record<string, unknown> | null)?.[key];
  if (!Array.isArray(list)) return [];
  return list.map(readShape).filter((shape) => shape !== undefined);
}

export function readMap(json: unknown): MapData {
  const areas = readShapes(json, 'areas');
  const lines = readShapes(json, 'lines');
  const rings = (kind: string) => areas.filter((a) => a.kind === kind).map((a) => a.points);
  const ways = (kind: string) =>
    lines.filter((l) => l.kind === kind).map(({ points, width }) => ({ line: points, width }));
  return {
    blocks: rings('blocks'),
    parks: rings('park'),
    squares: rings('square'),
    rivers: ways('river'),
    hills: ways('hill'),
    roads: ways('road'),
    shores: ways('shore'),
  };
}

/** SVG path of rings or lines; whole metres are enough on a map. */
export function pathOf(rings: readonly Ring[], closed: boolean): string {
  return rings
    .map((ring) => {
      const points = ring.map(([x, z]) => `${Math.round(x)} ${Math.round(z)}`);
      return `M${points.join('L')}${closed ? 'Z' : ''}`;
    })
    .join('');
}
