import type { QualityLevel } from '../types.js';

/** What one quality level costs. Distances in metres. */
export interface QualitySettings {
  maxPixelRatio: number;
  /** Texels along one side of the sun's shadow; 0 = no shadows. */
  shadowSize: number;
  /** Half the width of the ground that gets shadows when standing on it. */
  shadowReach: number;
  shadowEvery: number;
  /** Screen-space error in pixels that a tile may show. */
  tileError: number;
  mirrorScale: number;
  mirrorEvery: number;
  bloom: boolean;
  viewDistance: number;
  /** Up to these distances people are drawn full, plain, coarse; beyond as cards. */
  crowdNear: number;
  crowdMiddle: number;
  crowdFar: number;
  crowdNearMax: number;
  /** In a denser crowd the plain figures end sooner, to stay near this number. */
  crowdMiddleMax: number;
}

export const qualityLevels: Readonly<Record<QualityLevel, QualitySettings>> = {
  plain: {
    maxPixelRatio: 0.6,
    shadowSize: 0,
    shadowReach: 38,
    shadowEvery: 1,
    tileError: 60,
    mirrorScale: 0,
    mirrorEvery: 1,
    bloom: false,
    viewDistance: 3000,
    crowdNear: 0,
    crowdMiddle: 9,
    crowdFar: 30,
    crowdNearMax: 0,
    crowdMiddleMax: 8,
  },
  low: {
    maxPixelRatio: 1.25,
    shadowSize: 1024,
    shadowReach: 38,
    shadowEvery: 3,
    tileError: 28,
    mirrorScale: 0,
    mirrorEvery: 1,
    bloom: false,
    viewDistance: 4500,
    crowdNear: 7,
    crowdMiddle: 22,
    crowdFar: 60,
    crowdNearMax: 16,
    crowdMiddleMax: 60,
  },
  medium: {
    maxPixelRatio: 1.5,
    shadowSize: 2048,
    shadowReach: 70,
    shadowEvery: 2,
    tileError: 16,
    mirrorScale: 0.4,
    mirrorEvery: 2,
    bloom: false,
    viewDistance: 6000,
    crowdNear: 11,
    crowdMiddle: 34,
    crowdFar: 90,
    crowdNearMax: 32,
    crowdMiddleMax: 140,
  },
  high: {
    maxPixelRatio: 2,
    shadowSize: 4096,
    shadowReach: 110,
    shadowEvery: 1,
    tileError: 10,
    mirrorScale: 0.6,
    mirrorEvery: 1,
    bloom: true,
    viewDistance: 7000,
    crowdNear: 16,
    crowdMiddle: 48,
    crowdFar: 130,
    crowdNearMax: 56,
    crowdMiddleMax: 320,
  },
};
