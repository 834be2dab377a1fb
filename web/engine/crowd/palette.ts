import { Color } from 'three';

/** Colours behind the numbers of schema/look.json, also shown as swatches when choosing a look. */
export const lookPalette = {
  skin: ['#f9dcc4', '#f2c8a5', '#e8b48c', '#d99f74', '#c08457', '#9c663f', '#77492c', '#52311f'],
  hair: [
    '#16120f',
    '#2b1d14',
    '#4a2f1c',
    '#6e4524',
    '#97683a',
    '#c99a54',
    '#b0492a',
    '#8b8d92',
    '#e8e4da',
    '#3d5f8f',
  ],
  cloth: [
    '#f4f1ea',
    '#23252b',
    '#7d828a',
    '#c8433a',
    '#e5803a',
    '#efc04a',
    '#6aa84f',
    '#2f7d5d',
    '#3fa7b5',
    '#3f74c4',
    '#28406f',
    '#7a5ab0',
    '#c46aa0',
    '#f0b8bd',
    '#8a5a3c',
    '#cdb892',
  ],
  shoes: ['#f2f0ea', '#1f2024', '#6b4a30', '#a8402f', '#3a5a8c', '#c9a15a', '#5d6b4a', '#8d8f95'],
} as const;

function table(name: string, colors: readonly string[]): string {
  const c = new Color();
  const values = colors.map((hex) => {
    c.set(hex);
    return `vec3(${c.r.toFixed(4)}, ${c.g.toFixed(4)}, ${c.b.toFixed(4)})`;
  });
  return `const vec3 ${name}[${colors.length}] = vec3[${colors.length}](${values.join(', ')});`;
}

export const paletteGlsl = [
  table('kSkin', lookPalette.skin),
  table('kHair', lookPalette.hair),
  table('kCloth', lookPalette.cloth),
  table('kShoes', lookPalette.shoes),
].join('\n');
