import { Color } from 'three';
import { clothColors, hairColors, shoesColors, skinColors } from '../../protocol/look-palettes.js';

/** Colours behind the numbers of schema/look.json, also shown as swatches when choosing a look. */
export const lookPalette = {
  skin: skinColors,
  hair: hairColors,
  cloth: clothColors,
  shoes: shoesColors,
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
