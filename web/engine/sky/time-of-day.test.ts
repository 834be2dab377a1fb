import { describe, expect, it } from 'vitest';
import { litWindows, skyAt, sunDirection } from './time-of-day.js';

const degrees = (radians: number): number => (radians * 180) / Math.PI;

describe('the sun over the city', () => {
  it('stands highest at solar noon, 90 - 30.56 + 9 degrees high, in the south', () => {
    const noon = sunDirection(12.38);
    expect(degrees(Math.asin(noon.y))).toBeCloseTo(68.44, 6);
    expect(noon.x).toBeCloseTo(0, 9);
    expect(noon.z).toBeGreaterThan(0);
  });

  it('is in the east in the morning and in the west in the evening', () => {
    expect(sunDirection(8).x).toBeGreaterThan(0.5);
    expect(sunDirection(17).x).toBeLessThan(-0.5);
  });

  it('rises and sets half a day arc from noon: cos H = -tan(latitude) tan(declination)', () => {
    const arc = degrees(
      Math.acos(-Math.tan((30.56 * Math.PI) / 180) * Math.tan((9 * Math.PI) / 180)),
    );
    const sunset = 12.38 + arc / 15;
    expect(sunDirection(sunset).y).toBeCloseTo(0, 9);
    expect(sunDirection(24.76 - sunset).y).toBeCloseTo(0, 9);
  });

  it('is a unit vector at any hour', () => {
    for (let hour = 0; hour < 24; hour += 1.7) {
      const d = sunDirection(hour);
      expect(Math.hypot(d.x, d.y, d.z)).toBeCloseTo(1, 9);
    }
  });
});

describe('the sky', () => {
  it('has lamps at night and none by day', () => {
    expect(skyAt(-20).lamps).toBe(1);
    expect(skyAt(40).lamps).toBe(0);
    expect(skyAt(-20).stars).toBe(1);
    expect(skyAt(10).stars).toBe(0);
  });

  it('changes without a jump', () => {
    for (let h = -19; h < 70; h += 0.25) {
      const a = skyAt(h);
      const b = skyAt(h + 0.25);
      expect(Math.abs(a.exposure - b.exposure)).toBeLessThan(0.03);
      expect(Math.abs(a.light[0] - b.light[0])).toBeLessThan(0.25);
    }
  });

  it('lights most windows in the evening and few before dawn', () => {
    expect(litWindows(20)).toBeGreaterThan(0.55);
    expect(litWindows(4.5)).toBeLessThan(0.1);
    expect(litWindows(24)).toBeCloseTo(litWindows(0), 9);
  });
});
