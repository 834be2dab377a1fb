// Which names a map can show, and on which side of their places, without one over another or over
// another place: first come, first shown. A name left out stands in the list.

export interface MapName {
  id: string;
  text: string;
  /** Pixels, of the point that the name stands at. */
  x: number;
  z: number;
}

export type Side = 'above' | 'below' | 'right' | 'left';

interface Placing {
  /** Pixels from the point to the anchor of the text, and to the middle of its line. */
  x: number;
  z: number;
  anchor: 'start' | 'middle' | 'end';
}

/** In the order of preference. */
export const kPlacings: Record<Side, Placing> = {
  above: { x: 0, z: -15, anchor: 'middle' },
  below: { x: 0, z: 18, anchor: 'middle' },
  right: { x: 11, z: 0, anchor: 'start' },
  left: { x: -11, z: 0, anchor: 'end' },
};
const kSides = Object.keys(kPlacings) as Side[];
const kShift = { start: 1, middle: 0, end: -1 };
const kHalfLine = 7.5;
const kPointRadius = 6;
const kGap = 4;

interface Box {
  x: number;
  z: number;
  halfWidth: number;
  halfHeight: number;
}

/** Rough width of a bold text set in 12 pixels. */
function widthOf(text: string): number {
  return [...text].reduce((sum, letter) => sum + (letter > '\u2e80' ? 12.5 : 7.3), 0);
}

function textBox({ text, x, z }: MapName, side: Side): Box {
  const placing = kPlacings[side];
  const halfWidth = widthOf(text) / 2;
  return {
    x: x + placing.x + kShift[placing.anchor] * halfWidth,
    z: z + placing.z,
    halfWidth,
    halfHeight: kHalfLine,
  };
}

function pointBox({ x, z }: MapName): Box {
  return { x, z, halfWidth: kPointRadius, halfHeight: kPointRadius };
}

function meet(a: Box, b: Box): boolean {
  return (
    Math.abs(a.x - b.x) < a.halfWidth + b.halfWidth + kGap &&
    Math.abs(a.z - b.z) < a.halfHeight + b.halfHeight
  );
}

export function namesThatFit(names: readonly MapName[]): ReadonlyMap<string, Side> {
  const sides = new Map<string, Side>();
  const taken: Box[] = [];
  for (const name of names) {
    const others = names.filter(({ id }) => id !== name.id).map(pointBox);
    const side = kSides.find((choice) => {
      const box = textBox(name, choice);
      return ![...taken, ...others].some((other) => meet(box, other));
    });
    if (!side) continue;
    sides.set(name.id, side);
    taken.push(textBox(name, side));
  }
  return sides;
}
