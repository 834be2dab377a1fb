import { expect, it } from 'vitest';
import { SpaceClock } from './space-clock';

it('believes the ping with the shortest round trip', () => {
  const clock = new SpaceClock();
  clock.reset(20);
  // True offset: local 0 ms = tick 1000 (50 ms each). A symmetric 20 ms trip is exact.
  clock.add(100, 120, 1000 + 110 / 50);
  // A slow answer, 400 ms of it on the way back, would be 190 ms wrong.
  clock.add(200, 620, 1000 + 210 / 50);
  expect(clock.roundTripMs).toBe(20);
  expect(clock.tickAt(500)).toBeCloseTo(1010, 9);
});

it('forgets estimates older than two minutes, for clocks drift', () => {
  const clock = new SpaceClock();
  clock.reset(20);
  clock.add(0, 10, 0);
  clock.add(130_000, 130_030, 2600);
  expect(clock.roundTripMs).toBe(30);
});

it('knows nothing before the first answer', () => {
  const clock = new SpaceClock();
  expect(clock.known).toBe(false);
  expect(clock.tickAt(1234)).toBe(0);
});
