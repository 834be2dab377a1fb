import type { Shot } from './frozen-city';

/** The pictures in docs/img. Frame of the city: x east, y up, z south of the anchor, in metres. */
export const SHOTS: Shot[] = [
  { name: 'city-day', hour: 10, camera: [-900, 260, 900], lookAt: [200, 20, -300] },
  { name: 'city-night', hour: 20.5, camera: [-900, 260, 900], lookAt: [200, 20, -300] },
];
