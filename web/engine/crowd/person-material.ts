import { DoubleSide, MeshDepthMaterial } from 'three';
import type { DataTexture, Material } from 'three';
import { patchedMaterial } from '../city/patched-material.js';
import { streetGlowGlsl } from '../city/ground.js';
import type { Atmosphere } from '../sky/atmosphere.js';
import { kClipFrames } from './clips.js';
import { kCardLegM } from './person-geometry.js';
import { paletteGlsl } from './palette.js';
import { Bone, skeleton } from './skeleton.js';

/** Declarations and skinning; `SMOOTH` blends frames and clips, `CARD` turns to the eye. */
const kSkinGlsl = /* glsl */ `
attribute uvec4 aSkin;
attribute uvec2 aShown;
attribute vec4 iPlace;
attribute uvec4 iMove;
attribute uvec2 iLook;
uniform highp sampler2D uBones;

uint lookBody() { return iLook.x & 7u; }
uint lookHair() { return (iLook.x >> 7u) & 15u; }
uint lookTop() { return (iLook.x >> 15u) & 15u; }
uint lookBottom() { return (iLook.x >> 24u) & 7u; }
uint lookAccessory() { return (iLook.y >> 4u) & 15u; }

bool isShown() {
  uint group = aShown.x;
  if (group == 0u) return true;
  uint choice = group == 1u ? lookHair() : group == 2u ? lookTop() : group == 3u ? lookBottom()
    : lookAccessory();
  if (group == 3u && (lookTop() == 4u || lookTop() == 5u || (lookTop() == 6u
    && choice >= 2u))) return false;
  // Big hair makes room for hats.
  if (group == 1u && (lookAccessory() == 2u || lookAccessory() == 3u) && choice == 7u) choice = 1u;
  return ((aShown.y >> choice) & 1u) == 1u;
}

mat4 boneAt(int bone, int row) {
  int x = bone * 3;
  vec4 a = texelFetch(uBones, ivec2(x, row), 0);
  vec4 b = texelFetch(uBones, ivec2(x + 1, row), 0);
  vec4 c = texelFetch(uBones, ivec2(x + 2, row), 0);
  return mat4(a.x, b.x, c.x, 0.0, a.y, b.y, c.y, 0.0, a.z, b.z, c.z, 0.0, a.w, b.w, c.w, 1.0);
}

mat4 clipBone(int bone, uint clip, uint phase) {
  float f = float(phase) * (${kClipFrames}.0 / 65536.0);
  int base = int(clip) * ${kClipFrames};
  int first = int(f);
#ifdef SMOOTH
  return boneAt(bone, base + first) * (1.0 - fract(f)) + boneAt(bone, base + (first
    + 1) % ${kClipFrames}) * fract(f);
#else
  return boneAt(bone, base + first);
#endif
}

mat4 poseBone(int bone) {
  mat4 now = clipBone(bone, iMove.x & 255u, iMove.y);
#ifdef SMOOTH
  float blend = float(iMove.w & 255u) / 255.0;
  if (blend < 0.99) now = now * blend + clipBone(bone, iMove.x >> 8u, iMove.z) * (1.0 - blend);
#endif
  return now;
}

float personHash() {
  uint h = (iLook.x ^ (iLook.y * 2654435761u)) * 2246822519u;
  h ^= h >> 15u;
  return float(h & 1023u) / 1023.0;
}

void placePerson(inout vec3 p, inout vec3 n) {
  uint body = lookBody();
  bool onHead = aSkin.x == ${Bone.head}u;
  float girth = body == 0u ? -0.008 : body == 2u ? 0.02 : 0.0;
  if (!onHead && aSkin.x != ${Bone.handL}u && aSkin.x != ${Bone.handR}u && aSkin.w != 5u) p += n
    * girth;
  if (onHead) {
    vec3 joint = vec3(0.0, ${skeleton[Bone.head]!.at[1].toFixed(3)}, 0.0);
    float pitch = (float(iMove.w >> 8u) - 128.0) / 127.0;
    float turn = pitch * 0.7;
    float c = cos(turn);
    float s = sin(turn);
    vec3 r = p - joint;
    p = joint + (body == 3u ? 1.2 : 1.0) * vec3(r.x, c * r.y - s * r.z, s * r.y + c * r.z);
    n = vec3(n.x, c * n.y - s * n.z, s * n.y + c * n.z);
  }
  mat4 m = poseBone(int(aSkin.x));
#ifdef CARD
  // The middle line of a strip moves with the body; only its width faces the eye.
  float middle = aSkin.x == ${Bone.thighL}u ? -${kCardLegM.toFixed(3)}
    : aSkin.x == ${Bone.thighR}u ? ${kCardLegM.toFixed(3)} : 0.0;
  float across = p.x - middle;
  p.x = middle;
#else
  if (aSkin.z > 0u) {
    float share = float(aSkin.z) / 255.0;
    m = m * (1.0 - share) + poseBone(int(aSkin.y)) * share;
  }
#endif
  p = (m * vec4(p, 1.0)).xyz;
  n = mat3(m) * n;
  p *= body == 3u ? 0.76 : 0.955 + 0.09 * personHash();
  float yaw = iPlace.w;
  float c = cos(yaw);
  float s = sin(yaw);
  p = vec3(c * p.x + s * p.z, p.y, c * p.z - s * p.x) + iPlace.xyz;
#ifdef CARD
  float eyeYaw = atan(cameraPosition.x - iPlace.x, cameraPosition.z - iPlace.z);
  float facing = abs(cos(eyeYaw - yaw));
  bool trunk = aSkin.x == ${Bone.waist}u;
  c = cos(eyeYaw);
  s = sin(eyeYaw);
  // From the side a trunk is two thirds as wide. Light goes round it.
  across *= (trunk ? mix(0.66, 1.0, facing) : 1.0) * (body == 3u ? 0.76 : 1.0);
  p += vec3(c, 0.0, -s) * across;
  n = vec3(sign(across) * 0.6, 0.35, 0.75);
#endif
  n = vec3(c * n.x + s * n.z, n.y, c * n.z - s * n.x);
}
`;

/** Skirts swing with both thighs; cheaper than bones of their own. */
const kSkirtGlsl = /* glsl */ `
vec3 skirtSwing(vec3 rest) {
#if !defined(CARD) && !defined(PLAIN)
  if (aSkin.x == 0u && rest.y < 0.86 && (aShown.x == 2u || aShown.x == 3u)) {
    float low = clamp((0.9 - rest.y) / 0.5, 0.0, 1.0) * 0.8;
    float right = smoothstep(-0.15, 0.15, rest.x);
    float calf = 0.75 * smoothstep(0.6, 0.3, rest.y);
    vec3 l = ((poseBone(${Bone.thighL}) * (1.0 - calf) + poseBone(${Bone.shinL}) * calf)
      * vec4(rest, 1.0)).xyz;
    vec3 r = ((poseBone(${Bone.thighR}) * (1.0 - calf) + poseBone(${Bone.shinR}) * calf)
      * vec4(rest, 1.0)).xyz;
    vec3 hips = (poseBone(0) * vec4(rest, 1.0)).xyz;
    return (mix(l, r, right) - hips) * low;
  }
#endif
  return vec3(0.0);
}
`;

const kTintGlsl = /* glsl */ `
${paletteGlsl}
varying vec3 vTint;
varying vec3 vRest;
flat varying ivec4 vPaint;   // slot, top, accessory colour, hash
flat varying vec3 vHairTint;

vec3 trimOf(vec3 c) {
  float light = dot(c, vec3(0.3, 0.6, 0.1));
  return light > 0.32 ? c * 0.4 : mix(c, vec3(0.9, 0.86, 0.78), 0.55);
}

vec3 tintOf(uint slot) {
  uint top = lookTop();
  uint bottom = lookBottom();
  vec3 skin = kSkin[min((iLook.x >> 3u) & 15u, 7u)];
  vec3 topColor = kCloth[min((iLook.x >> 19u) & 31u, 15u)];
  vec3 bottomColor = kCloth[min((iLook.x >> 27u) & 31u, 15u)];
  if (slot == 0u || slot == 12u) return skin;
  if (slot == 1u) return vHairTint;
  if (slot == 2u) return topColor;
  if (slot == 3u) return trimOf(topColor);
  if (slot == 4u) return bottomColor;
  if (slot == 5u) return kShoes[min(iLook.y & 15u, 7u)];
  if (slot == 6u) return kCloth[min((iLook.y >> 8u) & 31u, 15u)];
  if (slot == 7u) return top == 7u ? vec3(0.8, 0.79, 0.76) : topColor;
  if (slot == 8u) return top == 0u || top == 5u ? skin : top == 7u ? vec3(0.8, 0.79, 0.76)
    : topColor;
  if (slot == 9u) return top == 5u ? skin : bottom >= 2u ? skin : bottomColor;
  if (slot == 10u) return bottom >= 1u || top == 5u ? skin : bottomColor;
  if (slot == 11u) return vec3(0.03);
  return vec3(0.85);
}
`;

const kPaintGlsl = /* glsl */ `
varying vec3 vTint;
varying vec3 vRest;
flat varying ivec4 vPaint;
flat varying vec3 vHairTint;
${streetGlowGlsl}

float disc(vec2 p, vec2 center, vec2 radii, float soft) {
  float d = length((p - center) / radii);
  return 1.0 - smoothstep(1.0 - soft, 1.0 + soft, d);
}

vec3 paintFace(vec3 skin, vec3 rest) {
  if (rest.z > -0.02) return skin;
  float mood = float(vPaint.w);
  float blink = step(0.985, fract(uTime * 0.23 + mood * 0.0137));
  vec2 p = vec2(abs(rest.x), rest.y);
  vec3 c = skin;
  c = mix(c, c * vec3(1.06, 0.8, 0.76), 0.55 * disc(p, vec2(0.056, 1.52), vec2(0.026, 0.018), 0.9));
  float open = mix(0.0215, 0.003, blink);
  vec2 eye = vec2(0.038, 1.561);
  float white = disc(p, eye, vec2(0.0195, open), 0.1);
  c = mix(c, vec3(0.88, 0.88, 0.87), white);
  vec3 iris = mix(vec3(0.09, 0.045, 0.02), vec3(0.16, 0.1, 0.045), smoothstep(1.575, 1.545,
    rest.y));
  c = mix(c, iris, white * disc(p, eye - vec2(0.001, 0.001), vec2(0.0135, 0.0175), 0.12));
  c = mix(c, vec3(0.008), white * disc(p, eye - vec2(0.001, 0.0), vec2(0.0062, 0.0085), 0.2));
  vec2 spark = vec2(rest.x, rest.y) - vec2(sign(rest.x) * 0.038 - 0.0045, 1.568);
  c = mix(c, vec3(1.0), white * disc(spark, vec2(0.0), vec2(0.0042, 0.0048), 0.3));
  // Lash line above the eye, fold, brow.
  float lash = disc(p, eye + vec2(0.001, 0.001), vec2(0.0228, open + 0.0048), 0.08) - disc(p,
    eye - vec2(0.0005, 0.0035), vec2(0.0215, open + 0.002), 0.08);
  c = mix(c, vec3(0.03, 0.02, 0.02), clamp(lash, 0.0, 1.0) * smoothstep(1.553, 1.566, rest.y
    + blink));
  vec2 b = p - vec2(0.038, 1.603);
  float brow = (1.0 - smoothstep(0.0022, 0.0045, abs(b.y + b.x * b.x * 9.0 + 0.1 * b.x))) * (1.0
    - smoothstep(0.017, 0.023, abs(b.x)));
  c = mix(c, vHairTint * 0.7 + 0.01, brow * 0.85);
  vec2 m = vec2(rest.x, rest.y - 1.501 - rest.x * rest.x * (9.0 + mod(mood, 3.0) * 4.0));
  float lips = (1.0 - smoothstep(0.002, 0.0042, abs(m.y))) * (1.0 - smoothstep(0.016, 0.023,
    abs(m.x)));
  c = mix(c, skin * vec3(0.62, 0.32, 0.3), lips * 0.9);
  float lower = disc(rest.xy, vec2(0.0, 1.4945), vec2(0.013, 0.0045), 0.6);
  c = mix(c, skin * vec3(0.98, 0.7, 0.68), lower * 0.45);
  float nose = disc(rest.xy, vec2(0.0, 1.529), vec2(0.013, 0.005), 0.9);
  return mix(c, skin * vec3(0.86, 0.7, 0.64), nose * 0.4);
}

vec3 trimTint(vec3 c) {
  float light = dot(c, vec3(0.3, 0.6, 0.1));
  return light > 0.32 ? c * 0.4 : mix(c, vec3(0.9, 0.86, 0.78), 0.55);
}

float line(float d, float half_) {
  float w = max(fwidth(d), 1e-5);
  return 1.0 - smoothstep(half_ - w, half_ + w, abs(d));
}

vec3 paintTop(vec3 cloth, vec3 rest) {
  vec3 trim = trimTint(cloth);
  vec3 lining = vec3(0.82, 0.8, 0.76);
  bool front = rest.z < 0.0;
  int top = vPaint.y;
  float x = rest.x;
  float y = rest.y;
  if (top == 0) {
    float kind = mod(float(vPaint.w), 4.0);
    if (kind < 1.0) return mix(cloth, trim, step(0.5, fract(y * 13.0)) * step(1.0, y) * 0.8);
    if (kind < 2.0 && front) return mix(cloth, trim, disc(vec2(x, y), vec2(0.0, 1.235), vec2(0.06,
      0.05), 0.05));
    return cloth;
  }
  if (top == 1 && front) {
    float button = disc(vec2(x, fract((y - 0.99) / 0.075) * 0.075), vec2(0.0, 0.037), vec2(0.007,
      0.007), 0.2);
    return mix(mix(cloth, cloth * 0.8, line(abs(x) - 0.018, 0.0015)), trim, button);
  }
  if (top == 2 && front) {
    float pocket = line(max(abs(x) * 0.9 + (y - 1.02) * 0.5 - 0.085, abs(y - 1.04) - 0.055),
      0.0025);
    float strings = line(abs(x) - 0.035, 0.003) * step(1.24, y) * step(y, 1.36);
    return mix(mix(cloth, cloth * 0.62, pocket), lining, strings);
  }
  if (top == 3 && front) {
    float open = smoothstep(0.028, 0.032, abs(x) - max(y - 1.2, 0.0) * 0.16);
    vec3 edge = mix(cloth, trim, line(abs(x) - max(y - 1.2, 0.0) * 0.16 - 0.036, 0.005));
    return mix(lining * 0.92, edge, open);
  }
  if (top == 4 && front) {
    float first = x * 0.92 + (1.41 - y) * 0.36 - 0.03;
    float second = -x * 0.92 + (1.41 - y) * 0.36 - 0.03;
    float inside = step(first, 0.0) * step(second, 0.0);
    float band_ = max(line(first - 0.014, 0.014), line(second - 0.014, 0.014) * step(0.0, first
      - 0.02));
    return mix(mix(cloth, lining, inside), trim, band_ * step(1.06, y));
  }
  if (top == 5) {
    vec2 cell = floor(rest.xy * 22.0 + 0.5 * step(0.0, rest.z));
    vec2 q = fract(rest.xy * 22.0 + 0.5 * step(0.0, rest.z)) - 0.5;
    float petals = 0.26 + 0.1 * cos(atan(q.y, q.x) * 5.0);
    float bloom = step(0.62, hash12(cell)) * (1.0 - smoothstep(petals - 0.05, petals, length(q)));
    vec3 printed = mix(cloth, mix(cloth, vec3(1.0, 0.9, 0.75), 0.5), bloom * 0.75);
    float piping = front ? line(x - 0.01 - max(1.4 - y, 0.0) * 0.9, 0.005) * step(1.2, y) : 0.0;
    return mix(printed, trim, piping);
  }
  if (top == 6 && front) {
    vec2 q = vec2(abs(x) - 0.045, fract((y - 0.88) / 0.11) * 0.11 - 0.055);
    float button = disc(q, vec2(0.0), vec2(0.011, 0.011), 0.15) * step(y, 1.27);
    float lapel = line(abs(x) - max(y - 1.18, 0.0) * 0.55 - 0.004, 0.004) * step(1.17, y);
    return mix(mix(cloth, cloth * 0.6, max(line(x, 0.002) * step(y, 1.2), lapel)), trim, button);
  }
  if (top == 7) {
    float v = front ? step(abs(x), max(y - 1.15, 0.0) * 0.42) : 0.0;
    return mix(mix(cloth, trim, front ? line(x, 0.003) * step(y, 1.16) : 0.0), lining, v);
  }
  return cloth;
}
`;

/** Figures near the eye get faces and the details of cloth. */
const kNearAlbedo = /* glsl */ `
vec3 tint = vTint;
if (vPaint.x == 12) tint = paintFace(tint, vRest);
else if (vPaint.x == 2) tint = paintTop(tint, vRest);
else if (vPaint.x == 5) tint = mix(vec3(0.75), tint, smoothstep(0.018, 0.024, vRest.y));
else if (vPaint.x == 1) tint *= 0.82 + 0.36 * valueNoise(vec2(atan(vRest.x, vRest.z) * 26.0,
  vRest.y * 16.0));
else if (vPaint.x == 4 || vPaint.x == 9 || vPaint.x == 10) tint *= 0.93 + 0.14
  * valueNoise(vRest.xy * 30.0);
float shade = 1.0;
if (vPaint.x == 0 && vRest.y > 1.38 && vRest.y < 1.47) shade = 0.78;
if (vPaint.x == 9 || vPaint.x == 10 || vPaint.x == 4) shade *= mix(0.78, 1.0, smoothstep(0.0,
  0.055, abs(vRest.x)));
diffuseColor.rgb = tint * shade;
`;

const kEmissive = /* glsl */ `
{
  vec3 n = normalize(vNormalW);
  float rim = pow(1.0 - max(dot(-eyeRay, n), 0.0), 3.0);
  float back = max(dot(eyeRay, uSunDir), 0.0);
  totalEmissiveRadiance += diffuseColor.rgb * rim * (uMiddle * 0.35 + uLight * 0.3 * back);
  totalEmissiveRadiance += streetGlow(vWorld, n) * diffuseColor.rgb * 1.5 + diffuseColor.rgb
    * vec3(1.0, 0.75, 0.5) * 0.035 * uLamps;
}
`;

const kPlace = /* glsl */ `
vec3 restPoint = position;
vec3 swing = skirtSwing(restPoint);
vec3 placedNormal = normal;
vec3 placed = position;
placePerson(placed, placedNormal);
{
  float c = cos(iPlace.w);
  float s = sin(iPlace.w);
  placed += vec3(c * swing.x + s * swing.z, swing.y, c * swing.z - s * swing.x);
}
`;

const kHide = /* glsl */ `
if (!isShown()) gl_Position = vec4(0.0, 0.0, 2.0, 1.0);
`;

const kTintMain = /* glsl */ `
vHairTint = kHair[min((iLook.x >> 11u) & 15u, 9u)];
vTint = tintOf(aSkin.w);
vRest = restPoint;
vPaint = ivec4(int(aSkin.w), int(lookTop()), int((iLook.y >> 8u) & 31u), int(personHash() * 997.0));
`;

const kPlain = /* glsl */ `
diffuseColor.rgb = vTint;
totalEmissiveRadiance += streetGlow(vWorld, vNormalW) * vTint * 1.5;
`;

const defines = (lod: number): string =>
  lod === 0 ? '#define SMOOTH\n' : lod === 3 ? '#define CARD\n' : '';

/** Colour material of one level of detail. */
export function makePersonMaterial(
  atmosphere: Atmosphere,
  bones: DataTexture,
  lod: number,
): Material {
  const material = patchedMaterial(atmosphere, {
    key: `person-${lod}`,
    uniforms: { uBones: { value: bones } },
    doubleSided: true,
    vertexColors: false,
    vertexPars: defines(lod) + kSkinGlsl + kSkirtGlsl + kTintGlsl,
    normal: `${kPlace}objectNormal = placedNormal;`,
    vertex: 'transformed = placed;',
    vertexEnd: kTintMain + kHide,
    fragmentPars: kPaintGlsl,
    albedo: lod < 2 ? kNearAlbedo : 'diffuseColor.rgb = vTint;',
    emissive: kEmissive,
    plainPars: streetGlowGlsl,
    plain: kPlain,
  });
  return material;
}

/** Depth-only twin for the sun's shadow. */
export function makePersonDepthMaterial(bones: DataTexture): MeshDepthMaterial {
  const material = new MeshDepthMaterial({ side: DoubleSide });
  material.customProgramCacheKey = () => 'person-depth';
  material.onBeforeCompile = (shader) => {
    shader.uniforms.uBones = { value: bones };
    shader.vertexShader = shader.vertexShader
      .replace('#include <common>', `#include <common>\n${kSkinGlsl}\n${kSkirtGlsl}`)
      .replace('#include <begin_vertex>', `${kPlace}\nvec3 transformed = placed;`)
      .replace('#include <clipping_planes_vertex>', `#include <clipping_planes_vertex>\n${kHide}`);
  };
  return material;
}
