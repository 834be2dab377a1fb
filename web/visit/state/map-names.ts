// Which names a map can show without one over another: first come, first shown.

export interface MapName {
  id: string;
  text: string;
  /** Pixels, of the point that the name stands above. */
  x: number;
  z: number;
}

const kLineHeight = 15;
const kGap = 4;

/** Rough width of a text set in 12 pixels. */
function widthOf(text: string): number {
  return [...text].reduce((sum, letter) => sum + (letter > '\u2e80' ? 12.5 : 6.9), 0);
}

export function namesThatFit(names: readonly MapName[]): ReadonlySet<string> {
  const shown: MapName[] = [];
  const meets = (a: MapName, b: MapName) =>
    Math.abs(a.z - b.z) < kLineHeight &&
    Math.abs(a.x - b.x) < (widthOf(a.text) + widthOf(b.text)) / 2 + kGap;
  for (const name of names) {
    if (!shown.some((other) => meets(other, name))) shown.push(name);
  }
  return new Set(shown.map(({ id }) => id));
}
