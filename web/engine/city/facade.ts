import type { Patch } from './patched-material.js';
import { streetGlowGlsl } from './ground.js';
import { atmosphereGlsl } from '../sky/atmosphere.js';

/**
 * Walls with windows computed from UV in metres (u along the wall, v up from its foot).
 * Every edge is filtered by its screen footprint, and past about one window a pixel the
 * pattern gives way to its mean, so that distant towers neither shimmer nor moiré.
 */
const kFragmentPars = /* glsl */ `
varying vec2 vWall;
flat varying float vSeed;
${streetGlowGlsl}

float band(float x, float lo, float hi, float w) {
  return smoothstep(lo - w, lo + w, x) * (1.0 - smoothstep(hi - w, hi + w, x));
}

struct Wall {
  float window;   // share of glass under this pixel
  float near;     // 1 = single windows can be told apart
  vec2 cell;
  vec2 inside;    // 0..1 within the window cell
  float frame;
  float style;
  float shop;
};

Wall wallAt(vec2 uv, float seed) {
  Wall wall;
  float style = fract(seed * 7.31);
  wall.style = style;
  vec2 size = vec2(mix(2.6, 3.6, fract(seed * 3.7)), mix(3.1, 3.6, fract(seed * 5.3)));
  vec4 hole = vec4(0.22, 0.78, 0.24, 0.8);
  if (style > 0.48) { hole = vec4(-0.1, 1.1, 0.3, 0.84); }
  if (style > 0.68) { hole = vec4(0.035, 0.965, 0.06, 0.97); size = vec2(1.7, 3.7); }
  wall.shop = 1.0 - step(4.6, uv.y);
  if (wall.shop > 0.5) { hole = vec4(0.05, 0.95, 0.08, 0.72); size = vec2(4.2, 4.6); }
  vec2 p = uv / size;
  vec2 w = max(fwidth(p), 1e-4);
  wall.cell = floor(p);
  wall.inside = fract(p);
  float across = band(wall.inside.x, hole.x, hole.y, w.x * 0.6);
  float up = band(wall.inside.y, hole.z, hole.w, w.y * 0.6);
  float meanX = clamp(hole.y, 0.0, 1.0) - clamp(hole.x, 0.0, 1.0);
  float meanY = hole.w - hole.z;
  float fadeX = smoothstep(0.25, 0.8, w.x);
  float fadeY = smoothstep(0.25, 0.8, w.y);
  wall.window = mix(across, meanX, fadeX) * mix(up, meanY, fadeY);
  wall.near = 1.0 - max(fadeX, fadeY);
  // Mullion in the middle of a pane, and the sill's shadow.
  float mullion = style > 0.68 ? 0.0 : band(wall.inside.x, 0.485, 0.515, w.x * 0.6);
  wall.frame = mullion * (1.0 - smoothstep(0.05, 0.3, w.x));
  return wall;
}

vec3 lampColor(float h) {
  vec3 warm = mix(vec3(1.0, 0.56, 0.22), vec3(1.0, 0.78, 0.5), fract(h * 17.0));
  return fract(h * 41.0) > 0.86 ? vec3(0.75, 0.87, 1.0) : warm;
}
`;

const kAlbedo = /* glsl */ `
Wall wall = wallAt(vWall, vSeed);
float upright = 1.0 - smoothstep(0.35, 0.6, abs(vNormalW.y));
float glass = wall.window * upright * (1.0 - 0.7 * wall.frame);
float floorLine = upright * (1.0 - smoothstep(0.0, 0.12, wall.inside.y)) * wall.near;
diffuseColor.rgb *= 1.0 - 0.16 * floorLine;
diffuseColor.rgb *= 0.9 + 0.2 * valueNoise(vWall * 0.35 + vSeed * 50.0);
float grime = upright * exp(-max(vWall.y, 0.0) * 0.35);
diffuseColor.rgb *= 1.0 - 0.12 * grime;
vec3 wallColor = diffuseColor.rgb;
diffuseColor.rgb = mix(wallColor, vec3(0.025, 0.032, 0.036) + wallColor * 0.07, glass);
`;

const kEmissive = /* glsl */ `
{
  vec3 n = normalize(vNormalW);
  vec2 tilt = (hash32(wall.cell + vSeed * 91.0).xy - 0.5) * 0.035 * wall.near;
  vec3 r = reflect(eyeRay, normalize(n + vec3(tilt.x, tilt.y, -tilt.x)));
  float facing = 1.0 - max(dot(-eyeRay, n), 0.0);
  float fresnel = 0.09 + 0.91 * pow(facing, 5.0);
  float sheen = wall.style > 0.68 ? 1.6 : 1.0;
  vec3 mirrored = r.y > 0.0 ? skyGradient(r) : uHorizon * (0.25 + 0.2 * (1.0 + r.y));
  mirrored += uLight * 9.0 * pow(max(dot(r, uSunDir), 0.0), 420.0);
  totalEmissiveRadiance += glass * min(fresnel * sheen, 1.0) * mirrored;

  float share = clamp(uLit * (0.55 + 0.9 * fract(vSeed * 13.7)) + wall.shop * 0.45 * uLamps, 0.0,
    0.95);
  vec3 pick = hash32(wall.cell + vSeed * 517.0);
  float on = smoothstep(share + 0.02, share - 0.02, pick.x);
  on = mix(share, on, wall.near);
  vec3 lamp = mix(vec3(1.0, 0.68, 0.38), lampColor(pick.y), wall.near);
  float depth = mix(0.6, 0.35 + 0.65 * wall.inside.y, wall.near);
  float drawn = smoothstep(0.15, 0.3, abs(wall.inside.x - 0.5) - 0.3 * fract(pick.z * 9.0));
  float curtain = mix(0.85, 1.0 - 0.5 * drawn, wall.near);
  float power = mix(0.5, 1.5, pick.z * pick.z) * (0.25 + 0.75 * uLamps) * mix(0.25, 1.0, uLamps);
  totalEmissiveRadiance += glass * on * lamp * depth * curtain * power * (1.0 + 0.6 * wall.shop);

  float sign_ = wall.shop * band(wall.inside.y, 0.76, 0.93, 0.02) * upright;
  vec3 tint = 0.55 + 0.45 * cos(6.2832 * (pick.y + vec3(0.0, 0.33, 0.67)));
  totalEmissiveRadiance += sign_ * step(0.55, pick.z) * tint * tint * uLamps * 1.1;
  totalEmissiveRadiance += streetGlow(vWorld, n) * wallColor * (1.0 - glass);
}
`;

/** Panes by day and lamps by night, without reflections, curtains or signs. */
const kPlainFragment = /* glsl */ `
${atmosphereGlsl}
varying vec3 vShown;
varying vec2 vWall;
flat varying float vSeed;
void main() {
  vec2 p = vWall / vec2(3.1, 3.4);
  vec2 w = fwidth(p);
  vec2 inside = abs(fract(p) - 0.5);
  float near = 1.0 - smoothstep(0.25, 0.8, max(w.x, w.y));
  float glass = mix(0.3, step(inside.x, 0.28) * step(inside.y, 0.28), near);
  float lamp = mix(uLit * 0.6, step(hash12(floor(p) + vSeed * 517.0), uLit), near);
  vec3 pane = mix(vShown * 0.45, vec3(1.0, 0.82, 0.55), lamp * uLamps * 0.85);
  gl_FragColor = vec4(mix(vShown, pane, glass), 1.0);
}
`;

export const facadePatch: Patch = {
  key: 'facade',
  vertexPars: /* glsl */ `
attribute float _feature_id_0;
varying vec2 vWall;
flat varying float vSeed;
`,
  vertex: /* glsl */ `
vWall = uv;
vSeed = fract(sin(floor(_feature_id_0 + 0.5) * 12.9898 + 0.7) * 4375.85453);
`,
  fragmentPars: kFragmentPars,
  plainPars: streetGlowGlsl,
  plain: 'totalEmissiveRadiance += streetGlow(vWorld, vNormalW) * diffuseColor.rgb;',
  plainFragment: kPlainFragment,
  albedo: kAlbedo,
  emissive: kEmissive,
};
