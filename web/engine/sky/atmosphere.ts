import { Color, Vector3 } from 'three';
import type { IUniform } from 'three';
import { litWindows, moonDirection, skyAt, sunDirection } from './time-of-day.js';
import type { Rgb, SkyState } from './time-of-day.js';

/**
 * GLSL shared by sky, haze, glass and water, so that all of them agree on one sky. With PLAIN
 * defined, surfaces leave out what costs a processor that draws seconds: noise, glints, clouds.
 */
export const atmosphereGlsl = /* glsl */ `
uniform vec3 uSunDir;
uniform vec3 uMoonDir;
uniform vec3 uZenith;
uniform vec3 uMiddle;
uniform vec3 uHorizon;
uniform vec3 uGlow;
uniform vec3 uLight;
uniform float uHaze;
uniform float uLamps;
uniform float uLit;
uniform float uStars;
uniform float uTime;
uniform float uShow;

float hash12(vec2 p) {
  vec3 q = fract(vec3(p.xyx) * 0.1031);
  q += dot(q, q.yzx + 33.33);
  return fract((q.x + q.y) * q.z);
}

vec3 hash32(vec2 p) {
  vec3 q = fract(vec3(p.xyx) * vec3(0.1031, 0.1030, 0.0973));
  q += dot(q, q.yxz + 33.33);
  return fract((q.xxy + q.yzz) * q.zyx);
}

float valueNoise(vec2 p) {
  vec2 i = floor(p);
  vec2 f = fract(p);
  f = f * f * (3.0 - 2.0 * f);
  return mix(mix(hash12(i), hash12(i + vec2(1.0, 0.0)), f.x),
             mix(hash12(i + vec2(0.0, 1.0)), hash12(i + vec2(1.0, 1.0)), f.x), f.y);
}

// Gradient of the clear sky: no disc, stars or clouds. Also the colour of haze.
vec3 skyGradient(vec3 d) {
  float h = max(d.y, 0.0);
  float mu = dot(d, uSunDir);
  float toward = dot(normalize(d.xz + vec2(1e-4)), normalize(uSunDir.xz + vec2(1e-4))) * 0.5 + 0.5;
  vec3 low = mix(uHorizon, uGlow, toward * toward * toward);
  vec3 c = mix(low, uMiddle, 1.0 - exp(-h * 5.5));
  c = mix(c, uZenith, 1.0 - exp(-h * 1.9));
  float m = max(mu, 0.0);
  float veil = exp(-h * 2.4);
  c += uGlow * (0.18 * pow(m, 6.0) + 0.45 * pow(m, 64.0)) * veil * smoothstep(-0.16, 0.04,
    uSunDir.y);
  return c;
}

vec3 hazed(vec3 color, vec3 position, vec3 eye) {
  vec3 ray = position - eye;
  float distance_m = length(ray);
#ifdef PLAIN
  return mix(color, uHorizon, 1.0 - exp(-distance_m * uHaze));
#else
  vec3 d = ray / max(distance_m, 1e-3);
  // Denser near the ground: mean of exp(-height / 260 m) along the ray.
  float h0 = max(eye.y, 0.0) / 260.0;
  float h1 = max(position.y, 0.0) / 260.0;
  float span = h1 - h0;
  float mean = abs(span) < 1e-3 ? exp(-h0) : (exp(-h0) - exp(-h1)) / span;
  float veil = 1.0 - exp(-distance_m * uHaze * mean);
  return mix(color, skyGradient(normalize(vec3(d.x, max(d.y, 0.015), d.z))), veil);
#endif
}
`;

/** The whole sky lights a little more than its zenith does. */
export const kAboveShare = 1.35;

type Uniforms = Record<string, IUniform>;

const toColor = (target: Color, rgb: Rgb, scale = 1): Color =>
  target.setRGB(rgb[0] * scale, rgb[1] * scale, rgb[2] * scale);

/** One sky for everything drawn: the values behind `atmosphereGlsl`. */
export class Atmosphere {
  readonly sun = new Vector3();
  readonly moon = new Vector3();
  /** Where the shadow-casting light stands: sun by day, moon by night. */
  readonly lightDirection = new Vector3();
  state: SkyState;
  hours = 12;
  /** Preprocessor names of the programs under this sky. */
  readonly defines: Readonly<Record<string, string>>;

  readonly uniforms: Uniforms = {
    uSunDir: { value: this.sun },
    uMoonDir: { value: this.moon },
    uLightDir: { value: this.lightDirection },
    uZenith: { value: new Color() },
    uMiddle: { value: new Color() },
    uHorizon: { value: new Color() },
    uGlow: { value: new Color() },
    uLight: { value: new Color() },
    uAbove: { value: new Color() },
    uBelow: { value: new Color() },
    uHaze: { value: 0 },
    uLamps: { value: 0 },
    uLit: { value: 0 },
    uStars: { value: 0 },
    uTime: { value: 0 },
    uShow: { value: 1 },
    uStreetLevel: { value: 24 },
  };

  /** `plain`: see `atmosphereGlsl`; fixed, since every program is compiled with it. */
  constructor(readonly plain = false) {
    this.defines = plain ? { PLAIN: '' } : {};
    this.state = skyAt(60);
    this.setTime(12);
  }

  setTime(hours: number): void {
    this.hours = hours;
    const sun = sunDirection(hours);
    const moon = moonDirection(hours);
    this.sun.set(sun.x, sun.y, sun.z);
    this.moon.set(moon.x, moon.y, moon.z);
    const height = (Math.asin(sun.y) * 180) / Math.PI;
    this.state = skyAt(height);
    const byMoon = height < -4.5;
    this.lightDirection.copy(byMoon ? this.moon : this.sun);
    // Keep grazing light off the exact horizon, where a shadow map has no depth.
    this.lightDirection.y = Math.max(this.lightDirection.y, byMoon ? 0.35 : 0.06);
    this.lightDirection.normalize();
    this.writeUniforms();
  }

  /** Seconds since the start, for everything that drifts. */
  setClock(seconds: number): void {
    this.uniforms.uTime!.value = seconds;
  }

  /** Height of the streets, where lamp light gathers. */
  setStreetLevel(height: number): void {
    this.uniforms.uStreetLevel!.value = height;
  }

  private writeUniforms(): void {
    const u = this.uniforms;
    const s = this.state;
    toColor(u.uZenith!.value as Color, s.zenith);
    toColor(u.uMiddle!.value as Color, s.middle);
    toColor(u.uHorizon!.value as Color, s.horizon);
    toColor(u.uGlow!.value as Color, s.glow);
    toColor(u.uLight!.value as Color, s.light);
    toColor(u.uAbove!.value as Color, s.above);
    toColor(u.uBelow!.value as Color, s.below);
    u.uHaze!.value = s.haze;
    u.uLamps!.value = s.lamps;
    u.uLit!.value = litWindows(this.hours);
    u.uStars!.value = s.stars;
  }
}
