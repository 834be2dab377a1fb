/** Where labels may stand: none over another, none beyond the sides of the picture. */
const kGap = 3;
/** A label moves up by at most this; one that finds no room there is left out. */
const kHighest = 90;

interface Box {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

export class Spread {
  private readonly taken: Box[] = [];
  private width = 0;

  begin(width: number): void {
    this.taken.length = 0;
    this.width = width;
  }

  /** The middle of the lower edge nearest to the wanted one with room for the label; or null. */
  place(x: number, y: number, width: number, height: number): { x: number; y: number } | null {
    const half = width / 2 + kGap;
    const middle = this.width > 2 * half ? Math.min(Math.max(x, half), this.width - half) : x;
    let bottom = y;
    for (;;) {
      const box = { left: middle - half, right: middle + half, top: bottom - height, bottom };
      const other = this.taken.find((one) => meets(one, box));
      if (!other) {
        this.taken.push(box);
        return { x: middle, y: bottom };
      }
      bottom = other.top - kGap;
      if (y - bottom > kHighest) return null;
    }
  }
}

function meets(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}
