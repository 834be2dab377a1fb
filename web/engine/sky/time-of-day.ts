// The hour of the city to the state of its sky. Pure numbers: no three.js here.

export type Rgb = readonly [number, number, number];

/** Solar geometry of the city: latitude, and noon of the sun on the UTC+8 clock. */
const kLatitude = (30.56 * Math.PI) / 180;
const kSolarNoonHour = 12.38;
/** A mild spring day all year: dawn near 5:55, dusk near 18:50. */
const kDeclination = (9 * Math.PI) / 180;

export interface Direction {
  x: number;
  y: number;
  z: number;
}

/** Unit vector towards the sun in the space frame (x east, y up, z south). */
export function sunDirection(hours: number): Direction {
  const angle = ((hours - kSolarNoonHour) / 24) * 2 * Math.PI;
  const sinHeight =
    Math.sin(kLatitude) * Math.sin(kDeclination) +
    Math.cos(kLatitude) * Math.cos(kDeclination) * Math.cos(angle);
  const east = -Math.cos(kDeclination) * Math.sin(angle);
  const north =
    Math.cos(kLatitude) * Math.sin(kDeclination) -
    Math.sin(kLatitude) * Math.cos(kDeclination) * Math.cos(angle);
  return { x: east, y: sinHeight, z: -north };
}

/** The moon rides opposite the sun, a little higher, so that nights have a light. */
export function moonDirection(hours: number): Direction {
  const sun = sunDirection(hours + 10.5);
  const length = Math.hypot(sun.x, sun.y + 0.15, sun.z);
  return { x: sun.x / length, y: (sun.y + 0.15) / length, z: sun.z / length };
}

/** Colours are linear and may exceed 1 (the tone curve comes last). */
export interface SkyState {
  zenith: Rgb;
  middle: Rgb;
  /** Horizon away from the sun, and towards it. */
  horizon: Rgb;
  glow: Rgb;
  /** Light of the sun (or, at night, of the moon), times its strength. */
  light: Rgb;
  /** Irradiance from above and from below. */
  above: Rgb;
  below: Rgb;
  /** Haze: one over the distance in metres at which 63 % is veiled. */
  haze: number;
  exposure: number;
  /** 0 = lamps off, 1 = full night lighting. */
  lamps: number;
  stars: number;
}

interface Key extends SkyState {
  height: number;
}

const kKeys: readonly Key[] = [
  {
    height: -18,
    zenith: [0.004, 0.008, 0.022],
    middle: [0.009, 0.015, 0.036],
    horizon: [0.042, 0.037, 0.05],
    glow: [0.05, 0.041, 0.05],
    light: [0.16, 0.22, 0.38],
    above: [0.11, 0.15, 0.29],
    below: [0.15, 0.12, 0.11],
    haze: 1 / 4200,
    exposure: 1.6,
    lamps: 1,
    stars: 1,
  },
  {
    height: -9,
    zenith: [0.011, 0.024, 0.075],
    middle: [0.024, 0.043, 0.11],
    horizon: [0.06, 0.062, 0.115],
    glow: [0.2, 0.1, 0.09],
    light: [0.1, 0.14, 0.24],
    above: [0.15, 0.2, 0.4],
    below: [0.15, 0.125, 0.13],
    haze: 1 / 4200,
    exposure: 1.5,
    lamps: 1,
    stars: 0.7,
  },
  {
    height: -4.5,
    zenith: [0.03, 0.07, 0.2],
    middle: [0.085, 0.125, 0.27],
    horizon: [0.17, 0.16, 0.25],
    glow: [0.72, 0.25, 0.11],
    light: [0.03, 0.025, 0.04],
    above: [0.32, 0.4, 0.7],
    below: [0.2, 0.17, 0.19],
    haze: 1 / 4400,
    exposure: 1.35,
    lamps: 1,
    stars: 0.12,
  },
  {
    height: -1,
    zenith: [0.065, 0.14, 0.33],
    middle: [0.2, 0.24, 0.4],
    horizon: [0.33, 0.25, 0.34],
    glow: [1.15, 0.4, 0.12],
    light: [1.0, 0.38, 0.14],
    above: [0.66, 0.72, 1.02],
    below: [0.33, 0.28, 0.28],
    haze: 1 / 4200,
    exposure: 1.2,
    lamps: 0.85,
    stars: 0,
  },
  {
    height: 3.5,
    zenith: [0.105, 0.22, 0.45],
    middle: [0.28, 0.33, 0.48],
    horizon: [0.48, 0.38, 0.42],
    glow: [1.3, 0.55, 0.17],
    light: [3.9, 1.9, 0.75],
    above: [0.9, 0.93, 1.16],
    below: [0.52, 0.43, 0.36],
    haze: 1 / 4600,
    exposure: 1.0,
    lamps: 0.35,
    stars: 0,
  },
  {
    height: 9,
    zenith: [0.125, 0.28, 0.58],
    middle: [0.32, 0.45, 0.66],
    horizon: [0.66, 0.64, 0.66],
    glow: [1.25, 0.82, 0.45],
    light: [3.7, 2.6, 1.6],
    above: [0.9, 1.0, 1.24],
    below: [0.52, 0.47, 0.4],
    haze: 1 / 6000,
    exposure: 0.94,
    lamps: 0,
    stars: 0,
  },
  {
    height: 30,
    zenith: [0.115, 0.29, 0.68],
    middle: [0.27, 0.48, 0.8],
    horizon: [0.66, 0.77, 0.88],
    glow: [0.92, 0.92, 0.9],
    light: [4.1, 3.75, 3.2],
    above: [0.9, 1.1, 1.4],
    below: [0.52, 0.52, 0.48],
    haze: 1 / 8500,
    exposure: 0.82,
    lamps: 0,
    stars: 0,
  },
  {
    height: 68,
    zenith: [0.1, 0.27, 0.7],
    middle: [0.25, 0.47, 0.83],
    horizon: [0.67, 0.79, 0.9],
    glow: [0.78, 0.86, 0.92],
    light: [4.4, 4.2, 3.8],
    above: [0.95, 1.16, 1.46],
    below: [0.55, 0.56, 0.52],
    haze: 1 / 9500,
    exposure: 0.8,
    lamps: 0,
    stars: 0,
  },
];

const mix = (a: number, b: number, t: number): number => a + (b - a) * t;
const mixRgb = (a: Rgb, b: Rgb, t: number): Rgb => [
  mix(a[0], b[0], t),
  mix(a[1], b[1], t),
  mix(a[2], b[2], t),
];

function blend(a: Key, b: Key, t: number): SkyState {
  return {
    zenith: mixRgb(a.zenith, b.zenith, t),
    middle: mixRgb(a.middle, b.middle, t),
    horizon: mixRgb(a.horizon, b.horizon, t),
    glow: mixRgb(a.glow, b.glow, t),
    light: mixRgb(a.light, b.light, t),
    above: mixRgb(a.above, b.above, t),
    below: mixRgb(a.below, b.below, t),
    haze: mix(a.haze, b.haze, t),
    exposure: mix(a.exposure, b.exposure, t),
    lamps: mix(a.lamps, b.lamps, t),
    stars: mix(a.stars, b.stars, t),
  };
}

/** State of the sky for a sun height in degrees. */
export function skyAt(heightDegrees: number): SkyState {
  const last = kKeys[kKeys.length - 1]!;
  const h = Math.min(Math.max(heightDegrees, kKeys[0]!.height), last.height);
  for (let i = 1; i < kKeys.length; i++) {
    const a = kKeys[i - 1]!;
    const b = kKeys[i]!;
    if (h <= b.height) return blend(a, b, (h - a.height) / (b.height - a.height));
  }
  return blend(last, last, 0);
}

/** Share of windows that are lit: evening full, small hours few, mornings some. */
export function litWindows(hours: number): number {
  const points = [
    [0, 0.34],
    [2, 0.14],
    [4.5, 0.08],
    [6.5, 0.22],
    [8, 0.12],
    [16.5, 0.14],
    [18.3, 0.42],
    [20, 0.62],
    [22, 0.52],
    [24, 0.34],
  ] as const;
  const h = ((hours % 24) + 24) % 24;
  for (let i = 1; i < points.length; i++) {
    const [x1, y1] = points[i]!;
    const [x0, y0] = points[i - 1]!;
    if (h <= x1) return mix(y0, y1, (h - x0) / (x1 - x0));
  }
  return 0.34;
}
