import { describe, expect, it } from 'vitest';
import { Spread } from './spread';

function onPicture(): Spread {
  const spread = new Spread();
  spread.begin(400);
  return spread;
}

describe('name tags', () => {
  it('stand where they belong while there is room', () => {
    const spread = onPicture();
    expect(spread.place(100, 50, 60, 20)).toEqual({ x: 100, y: 50 });
    expect(spread.place(200, 50, 60, 20)).toEqual({ x: 200, y: 50 });
  });

  it('of people behind stand above those of people before, never over them', () => {
    const spread = onPicture();
    spread.place(100, 50, 60, 20);
    expect(spread.place(110, 55, 60, 20)).toEqual({ x: 110, y: 27 });
    expect(spread.place(105, 52, 60, 20)).toEqual({ x: 105, y: 4 });
  });

  it('are left out where too many stand', () => {
    const spread = onPicture();
    const placed = Array.from({ length: 9 }, () => spread.place(100, 200, 60, 20));
    expect(placed.filter((at) => at !== null).length).toBe(4);
  });

  it('do not leave the picture at its sides', () => {
    const spread = onPicture();
    expect(spread.place(5, 50, 60, 20)?.x).toBe(33);
    expect(spread.place(399, 50, 60, 20)?.x).toBe(367);
  });
});
