// The colours that the colour parts of a look choose from: the same for a person drawn in the city
// and for the swatches of the form. sRGB, index = choice (schema/look.json); colours are never
// reordered, for looks are kept.

/** Light to deep. */
export const skinColors = [
  '#f9dcc4',
  '#f2c8a5',
  '#e8b48c',
  '#d99f74',
  '#c08457',
  '#9c663f',
  '#77492c',
  '#52311f',
] as const;

export const hairColors = [
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
] as const;

/** Top, bottom and accessory. */
export const clothColors = [
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
] as const;

export const shoesColors = [
  '#f2f0ea',
  '#1f2024',
  '#6b4a30',
  '#a8402f',
  '#3a5a8c',
  '#c9a15a',
  '#5d6b4a',
  '#8d8f95',
] as const;
