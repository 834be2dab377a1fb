import type { Shot } from './frozen-city';

/** The pictures in docs/img. Frame of the city: x east, y up, z south of the anchor, in metres. */
export const SHOTS: Shot[] = [
  {
    name: 'dusk',
    hour: 18.4,
    camera: [-178, 2.2, -232],
    lookAt: [-90, 9, 700],
    people: { around: [-173, 0, -214], count: 32, radius: 13 },
  },
  { name: 'bridge-dusk', hour: 19, camera: [470, 16, 1060], lookAt: [60, 30, 1300] },
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
  { name: 'confluence-day', hour: 16, camera: [130, 150, 60], lookAt: [-330, 10, -560] },
];
