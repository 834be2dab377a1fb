import { expect, it } from 'vitest';
import { kUnmirroredLayer } from './mirror.js';

// three's WebXRManager shows layer 1 to the left eye only, and layer 2 to the right one only.
it('hides nothing from one eye of a headset', () => {
  expect([1, 2]).not.toContain(kUnmirroredLayer);
});
