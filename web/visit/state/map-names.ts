// Which names a map can show without one over another or over another place: first come, first
// shown. A name left out stands in the list.

export interface MapName {
  id: string;
  text: string;
  /** Pixels, of the point that the name stands above. */
  x: number;
  z: number;
}

const kLineHeight = 15;
const kGap = 4;
/** Pixels from a point up to the middle of its text, and half a point with half a line. */
const kTextAbove = 15;
const kPoint = 13;

/** Rough width of a text set in 12 pixels. */
function widthOf(text: string): number {
  return [...text].reduce((sum, letter) => sum + (letter > '\u2e80' ? 12.5 : 6.9), 0);
}

export function namesThatFit(names: readonly MapName[]): ReadonlySet<string> {
  const shown: MapName[] = [];
  const meets = (a: MapName, b: MapName) =>
    Math.abs(a.z - b.z) < kLineHeight &&
    Math.abs(a.x - b.x) < (widthOf(a.text) + widthOf(b.text)) / 2 + kGap;
  /** The text stands above its own point; it must not lie over the point of another. */
  const covers = (name: MapName, point: MapName) =>
    point.id !== name.id &&
    Math.abs(point.z - (name.z - kTextAbove)) < kPoint &&
    Math.abs(point.x - name.x) < widthOf(name.text) / 2 + kGap;
  for (const name of names) {
    if (shown.some((other) => meets(other, name))) continue;
    if (names.some((point) => covers(name, point))) continue;
    shown.push(name);
  }
  return new Set(shown.map(({ id }) => id));
}
