import type { Patch } from './patched-material.js';

/** Warm light of street lamps on whatever stands near the ground, without any lamp objects. */
export const streetGlowGlsl = /* glsl */ `
uniform float uStreetLevel;
vec3 streetGlow(vec3 p, vec3 n) {
  float height = max(p.y - uStreetLevel, 0.0);
  float pools = 0.45 + 0.75 * valueNoise(p.xz / 11.0);
  float reach = exp(-height / 11.0) + 0.16 * exp(-height / 60.0);
  return vec3(1.0, 0.6, 0.29) * 0.4 * pools * reach * uLamps * (0.75 - 0.25 * n.y);
}
`;

const kFragmentPars = /* glsl */ `
${streetGlowGlsl}

float seam(float x, float w) {
  float d = abs(fract(x) - 0.5);
  return smoothstep(0.5 - 0.02 - w, 0.5 - 0.004, d);
}

// Paving, grass and wear on flat ground near the eye; all of it fades before it can shimmer.
vec3 groundDetail(vec3 color, vec3 p, vec3 n, float distance_m) {
  float flat_ = smoothstep(0.92, 0.99, n.y);
  float fade = 1.0 - smoothstep(18.0, 75.0, distance_m);
  float green = smoothstep(0.02, 0.09, color.g - max(color.r, color.b));
  float grey = 1.0 - smoothstep(0.05, 0.2, max(color.r, max(color.g, color.b)) - min(color.r,
    min(color.g, color.b)));
  vec2 slab = p.xz / vec2(1.2, 0.8);
  slab.x += 0.5 * floor(mod(slab.y, 2.0));
  vec2 w = fwidth(p.xz / vec2(1.2, 0.8));
  float joints = max(seam(slab.x, w.x), seam(slab.y, w.y)) * (1.0 - smoothstep(0.1, 0.4, max(w.x,
    w.y)));
  float tone = hash12(floor(slab) + 0.5) - 0.5;
  vec3 paved = color * (1.0 + 0.16 * tone * fade) * (1.0 - 0.3 * joints);
  float blades = valueNoise(p.xz * 9.0) * 0.6 + valueNoise(p.xz * 31.0) * 0.4;
  vec3 grass = color * (0.72 + 0.56 * mix(0.5, blades, fade)) * mix(vec3(1.0), vec3(1.12, 1.04,
    0.8), valueNoise(p.xz * 0.23));
  vec3 worn = color * (0.92 + 0.16 * valueNoise(p.xz * 0.11)) * (0.95 + 0.1 * valueNoise(p.xz
    * 1.7));
  vec3 detailed = mix(worn, mix(worn, paved, 0.9), grey * fade * step(0.1, color.g));
  detailed = mix(detailed, grass, green);
  return mix(color * (0.94 + 0.12 * valueNoise(p.xz * 0.4 + p.y * 0.7)), detailed, flat_);
}
`;

const kSolidEmissive = /* glsl */ `
{
  vec3 n = normalize(vNormalW);
  vec3 c = diffuseColor.rgb;
  float top = max(c.r, max(c.g, c.b));
  float saturation = top > 0.0 ? 1.0 - min(c.r, min(c.g, c.b)) / top : 0.0;
  // Decks and squares above the streets have lamps too; painted halls and roofs are floodlit.
  float paved = (1.0 - smoothstep(0.25, 0.5, saturation)) * smoothstep(0.9, 0.99, n.y);
  float painted = smoothstep(0.55, 0.8, saturation) * step(c.b, c.g) * step(c.g * 1.25, c.r);
  float lift = max(vWorld.y - uStreetLevel, 0.0);
  float deck = 0.14 * paved * exp(-lift / 90.0) * smoothstep(6.0, 20.0, lift);
  float flood = 0.42 * painted * (0.75 - 0.25 * n.y);
  totalEmissiveRadiance += streetGlow(vWorld, n) * c;
  totalEmissiveRadiance += vec3(1.0, 0.66, 0.36) * (deck + flood) * uLamps * c;
}
`;

export const solidPatch: Patch = {
  key: 'solid',
  fragmentPars: kFragmentPars,
  albedo: /* glsl */ `
diffuseColor.rgb = groundDetail(diffuseColor.rgb, vWorld, normalize(vNormalW), length(vWorld
  - cameraPosition));
`,
  emissive: kSolidEmissive,
  plainPars: streetGlowGlsl,
  plain: kSolidEmissive,
};

const kLeafGlsl = /* glsl */ `
float noise3(vec3 p) {
  float a = valueNoise(p.xy + floor(p.z) * 17.3);
  float b = valueNoise(p.xy + floor(p.z + 1.0) * 17.3);
  float f = fract(p.z);
  return mix(a, b, f * f * (3.0 - 2.0 * f));
}
`;

/** Crowns are smooth shells in the data; leaves are cut and lit here, near the eye only. */
export const foliagePatch: Patch = {
  key: 'foliage',
  doubleSided: true,
  vertex: /* glsl */ `
{
  vec3 rooted = (modelMatrix * vec4(transformed, 1.0)).xyz;
  float phase = dot(rooted.xz, vec2(0.11, 0.17));
  float sway = sin(uTime * 1.3 + phase) + 0.5 * sin(uTime * 2.9 + phase * 3.1);
  float flutter = sin(uTime * 5.1 + dot(rooted, vec3(2.1, 1.3, 1.7)));
  float give = 1.0 / max(length(modelMatrix[0].xyz), 1e-6);
  transformed.xz += give * (0.05 * sway + 0.018 * flutter) * vec2(0.8, 0.6);
}
`,
  fragmentPars: streetGlowGlsl + kLeafGlsl,
  albedo: /* glsl */ `
float eyeDistance = length(vWorld - cameraPosition);
float nearby = 1.0 - smoothstep(25.0, 110.0, eyeDistance);
float clump = noise3(vWorld * 2.3);
float leaf = noise3(vWorld * 7.1 + 3.0);
float edge = 1.0 - abs(dot(eyeRay, normalize(vNormalW)));
float leaves = mix(0.5, leaf * 0.65 + clump * 0.35, nearby);
// The rim of a crown is loose: there the few corners of its shell dissolve into leaves.
// A flat top is a clipped hedge.
float clipped = smoothstep(0.985, 1.0, normalize(vNormalW).y);
float loose = smoothstep(0.25, 0.95, edge) * 0.74 * (1.0 - clipped) + 0.05;
if (nearby > 0.02 && leaves < loose * nearby) discard;
diffuseColor.rgb *= mix(1.0, 0.5 + 0.95 * leaves, 0.35 + 0.65 * nearby);
diffuseColor.rgb *= mix(vec3(0.86, 1.05, 0.9), vec3(1.22, 1.02, 0.72), valueNoise(vWorld.xz
  * 0.045));
`,
  plainPars: streetGlowGlsl,
  plain: 'totalEmissiveRadiance += streetGlow(vWorld, vNormalW) * diffuseColor.rgb * 0.5;',
  emissive: /* glsl */ `
{
  vec3 bump = vec3(leaf, clump, noise3(vWorld * 5.3 + 9.0)) - 0.5;
  normal = normalize(normal + bump * 1.5 * (0.25 + 0.75 * nearby));
  // Leaves let the low sun through.
  float through = pow(max(dot(eyeRay, uSunDir), 0.0), 5.0);
  totalEmissiveRadiance += diffuseColor.rgb * uLight * (0.05 + 0.3 * through) * vec3(0.9, 1.0,
    0.5) * 0.5;
  totalEmissiveRadiance += streetGlow(vWorld, normalize(vNormalW)) * diffuseColor.rgb * 0.5;
}
`,
};

const kHueGlsl = /* glsl */ `
vec3 hueShift(vec3 c, float turn) {
  // Rodrigues' rotation about the grey axis.
  const vec3 k = vec3(0.57735);
  float s = sin(turn);
  float co = cos(turn);
  return max(c * co + cross(k, c) * s + k * dot(k, c) * (1.0 - co), 0.0);
}
`;

const kGlowEmissive = /* glsl */ `
{
  vec3 c = diffuseColor.rgb;
  float top = max(c.r, max(c.g, c.b));
  float saturation = top > 0.0 ? 1.0 - min(c.r, min(c.g, c.b)) / top : 0.0;
  // Warm lamps stay; outlines and signs with a strong colour join the show along the banks.
  float warm = step(c.b, c.g) * step(c.g, c.r);
  float joins = smoothstep(0.45, 0.75, saturation) * (1.0 - warm) * uShow;
  float wave = sin(vWorld.z * 0.011 + vWorld.x * 0.006 - uTime * 0.35);
  vec3 shown = hueShift(c, joins * (wave * 1.3 + uTime * 0.05));
  float pulse = 1.0 + joins * 0.35 * sin(vWorld.y * 0.12 - uTime * 1.4 + wave * 2.0);
  totalEmissiveRadiance += pow(shown, vec3(1.4)) * pulse * uLamps * 1.9;
  diffuseColor.rgb = mix(c * 0.55 + 0.12, c * 0.2, uLamps);
}
`;

export const glowPatch: Patch = {
  key: 'glow',
  doubleSided: true,
  fragmentPars: kHueGlsl,
  emissive: kGlowEmissive,
  plainPars: kHueGlsl,
  plain: kGlowEmissive,
};
