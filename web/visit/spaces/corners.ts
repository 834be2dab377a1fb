// The outline of a parcel as somebody writes or walks it: one corner a line, "x z" in metres.
import type { Corner } from '../../protocol/generated/api';

export const kMostCorners = 64;

/** The corners of the text; null at the first line that is no point. Empty lines count as none. */
export function readCorners(text: string): Corner[] | null {
  const corners: Corner[] = [];
  for (const line of text.split('\n')) {
    if (line.trim() === '') continue;
    const numbers = line
      .trim()
      .split(/[\s,;，；]+/)
      .map(Number);
    const [x, z] = numbers;
    if (numbers.length !== 2 || !Number.isFinite(x) || !Number.isFinite(z)) return null;
    corners.push({ x: x ?? 0, z: z ?? 0 });
  }
  return corners;
}

export const cornerLine = (x: number, z: number) => `${x.toFixed(1)} ${z.toFixed(1)}`;

export const writeCorners = (corners: readonly Corner[]) =>
  corners.map(({ x, z }) => cornerLine(x, z)).join('\n');

export function areaOf(corners: readonly Corner[]): number {
  let twice = 0;
  corners.forEach(({ x, z }, i) => {
    const next = corners[(i + 1) % corners.length];
    if (next) twice += x * next.z - next.x * z;
  });
  return Math.abs(twice) / 2;
}

export interface Plan {
  x: number;
  z: number;
  side: number;
}

const kLeastSideM = 20;

/** A square of the ground that holds all points, with some ground around them. */
export function planOf(points: readonly Corner[]): Plan {
  const xs = points.map(({ x }) => x);
  const zs = points.map(({ z }) => z);
  const [left, right] = [Math.min(...xs), Math.max(...xs)];
  const [top, bottom] = [Math.min(...zs), Math.max(...zs)];
  const side = Math.max(kLeastSideM, (right - left) * 1.2, (bottom - top) * 1.2);
  return { x: (left + right - side) / 2, z: (top + bottom - side) / 2, side };
}
