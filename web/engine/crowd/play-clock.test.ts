import { expect, it } from 'vitest';
import { PlayClock } from './play-clock.js';

it('shows the newest tick that arrived, going on at real speed, until the space clock is known', () => {
  const clock = new PlayClock();
  clock.setTickLength(50);
  clock.observe(200, 10_000);
  expect(clock.tick(10_000, 0)).toBeCloseTo(200, 9);
  expect(clock.tick(10_050, 0.05)).toBeCloseTo(201, 9);
});

it('is not thrown by news that comes late', () => {
  const clock = new PlayClock();
  clock.observe(200, 10_000);
  clock.observe(201, 10_130);
  expect(clock.tick(10_130, 0.13)).toBeCloseTo(202.6, 9);
});

it('follows the space clock, and leaves arrivals alone from then on', () => {
  const clock = new PlayClock();
  let known: number | null = null;
  clock.follow((ms) => known && known + ms / 50);
  clock.observe(200, 10_000);
  // True is 202, 100 ms more than the arrival said: 5 % of the time until then.
  known = 2;
  clock.observe(190, 10_000);
  expect(clock.tick(10_000, 1)).toBeCloseTo(201, 9);
  expect(clock.tick(11_000, 1)).toBeCloseTo(222, 9);
  expect(clock.tick(12_000, 1)).toBeCloseTo(242, 9);
});

it('never goes back by a correction', () => {
  const clock = new PlayClock();
  let offset = 0;
  clock.follow((ms) => (ms + offset) / 50);
  let last = clock.tick(1000, 0);
  offset = -400;
  for (let ms = 1016; ms < 12_000; ms += 16) {
    const tick = clock.tick(ms, 0.016);
    expect(tick).toBeGreaterThan(last);
    last = tick;
  }
  expect(last).toBeCloseTo((11_992 - 400) / 50, 6);
});

it('is set anew where it is lost or told to begin again', () => {
  const clock = new PlayClock();
  clock.observe(200, 10_000);
  clock.observe(5000, 20_000);
  expect(clock.tick(20_000, 0.016)).toBeCloseTo(5000, 9);
  clock.restart();
  clock.observe(4998, 20_000);
  expect(clock.tick(20_000, 0)).toBeCloseTo(4998, 9);
});
