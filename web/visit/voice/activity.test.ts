import { describe, expect, it } from 'vitest';
import { Activity, loudnessDb, loudnessToWire } from './activity';

function tell(activity: Activity, db: number, times: number): boolean[] {
  return Array.from({ length: times }, () => activity.speaks(db));
}

describe('voice activity', () => {
  it('is off in a quiet room and in a steady noise', () => {
    expect(tell(new Activity(), -70, 50)).not.toContain(true);
    const noisy = new Activity();
    tell(noisy, -45, 1000); // 40 s: the room is known by then
    expect(tell(noisy, -45, 50)).not.toContain(true);
  });

  it('is on with the first loud piece and for 400 ms after the last', () => {
    const activity = new Activity();
    tell(activity, -65, 10);
    expect(activity.speaks(-30)).toBe(true);
    expect(tell(activity, -65, 9)).not.toContain(false);
    expect(tell(activity, -65, 3)).toEqual([false, false, false]);
  });

  it('hears speech over a noise, and goes on hearing it', () => {
    const activity = new Activity();
    tell(activity, -45, 1000);
    const spoken = Array.from({ length: 100 }, () => [
      activity.speaks(-25),
      activity.speaks(-44), // between two syllables
    ]);
    expect(spoken.flat()).not.toContain(false);
  });
});

it('loudness of a full sine is 3 dB below full scale, and its wire value half a dB a step', () => {
  const sine = Float32Array.from({ length: 1920 }, (_, i) => Math.sin((2 * Math.PI * i) / 48));
  expect(loudnessDb(sine)).toBeCloseTo(-3.01, 1);
  expect(loudnessToWire(0)).toBe(255);
  expect(loudnessToWire(-3.01)).toBe(249);
  expect(loudnessToWire(-200)).toBe(0);
});
