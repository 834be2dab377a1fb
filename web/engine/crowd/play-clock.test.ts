import { expect, it } from 'vitest';
import { kPlayoutDelayMs, PlayClock } from './play-clock.js';

it('shows the tick that was new one delay ago', () => {
  const clock = new PlayClock();
  clock.setTickLength(50);
  clock.observe(200, 10_000);
  expect(clock.playTick(10_000, 0)).toBeCloseTo(200 - kPlayoutDelayMs / 50, 9);
  expect(clock.playTick(10_050, 0.05)).toBeCloseTo(201 - kPlayoutDelayMs / 50, 9);
});

it('is not thrown by a frame that comes late', () => {
  const clock = new PlayClock();
  clock.observe(200, 10_000);
  clock.observe(201, 10_130);
  // On time would have been 10,050: 80 ms late moves the clock by 1 % of that, and slowly.
  expect(clock.playTick(10_130, 0.13)).toBeCloseTo((10_130 - 0.8 - kPlayoutDelayMs) / 50, 6);
});

it('starts anew after a silence of seconds', () => {
  const clock = new PlayClock();
  clock.observe(200, 10_000);
  clock.observe(5000, 20_000);
  expect(clock.playTick(20_000, 0.016)).toBeCloseTo(5000 - kPlayoutDelayMs / 50, 6);
});
