// The colours that the colour parts of a look choose from: the same for the person drawn in the city
// and for the swatches of the form. sRGB, index = choice (schema/look.json); colours are never
// reordered, for looks are kept.

/** Light to deep. */
export const skinColors = [
  '#f7dcc8',
  '#eec6a7',
  '#e0ac85',
  '#cf9569',
  '#b47a50',
  '#8f5b3a',
  '#6c4229',
  '#4a2d1e',
] as const;

/** Black to white, then the dyed ones. */
export const hairColors = [
  '#17151a',
  '#2c2019',
  '#4a3020',
  '#6d4a2c',
  '#a06f3c',
  '#cfa765',
  '#8f2f22',
  '#a7a9ad',
  '#e9e6e0',
  '#3c5a8c',
] as const;

/** Top, bottom and accessory. */
export const clothColors = [
  '#f4f1ea',
  '#c9c4b8',
  '#83878c',
  '#2b2f36',
  '#a8322d',
  '#d8602f',
  '#d9a441',
  '#8c9a45',
  '#3f7d57',
  '#2f7f8c',
  '#5b9bc4',
  '#2e4d8f',
  '#5c4a94',
  '#a85a86',
  '#e3a6ac',
  '#7a5235',
] as const;

export const shoesColors = [
  '#f1efe9',
  '#22242a',
  '#6b4a31',
  '#a83a30',
  '#2d4f86',
  '#4c7a55',
  '#d6a545',
  '#8a8d93',
] as const;
