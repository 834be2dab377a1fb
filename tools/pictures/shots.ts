import type { Shot } from './frozen-city';

/** The pictures in docs/img. Frame of the city: x east, y up, z south of the anchor, in metres. */
export const SHOTS: Shot[] = [
  {
    name: 'dusk',
    hour: 18.4,
    camera: [-182, 5, -236],
    lookAt: [-60, 14, 900],
    people: { around: [-172, 0, -205], count: 40, radius: 22 },
  },
  { name: 'bridge-night', hour: 20.5, camera: [250, 26, 560], lookAt: [-60, 22, 1330] },
  {
    name: 'crane-tower-dusk',
    hour: 18.9,
    camera: [1075, 52, 1790],
    lookAt: [700, 60, 1560],
  },
  // Behind the entry page, by day and after sunset.
  ...[
    { name: 'backdrop-day', hour: 9.5 },
    { name: 'backdrop-night', hour: 18.7 },
  ].map((shot): Shot => ({
    ...shot,
    camera: [1075, 52, 1790],
    lookAt: [735, 58, 1425],
    folder: 'web/visit/pictures',
  })),
  { name: 'confluence-day', hour: 16, camera: [-300, 70, -251], lookAt: [-412, 30, -584] },
];
