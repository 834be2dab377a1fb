import { Matrix4, ShaderMaterial } from 'three';
import type { IUniform, Texture } from 'three';
import { atmosphereGlsl } from '../sky/atmosphere.js';
import type { Atmosphere } from '../sky/atmosphere.js';

const vertexShader = /* glsl */ `
uniform mat4 uMirrorMatrix;
varying vec3 vWorld;
varying vec4 vMirror;
void main() {
  vec4 world = modelMatrix * vec4(position, 1.0);
  vWorld = world.xyz;
  vMirror = uMirrorMatrix * world;
  gl_Position = projectionMatrix * viewMatrix * world;
}
`;

const fragmentShader = /* glsl */ `
${atmosphereGlsl}
uniform sampler2D uMirror;
uniform float uMirrorOn;
uniform float uMirrorLevel;
uniform vec3 uAbove;
varying vec3 vWorld;
varying vec4 vMirror;

// Slope of the surface: three scales of noise that drift with the river (south to north-east).
vec2 slope(vec2 p, float detail) {
  vec2 flow = vec2(0.35, -0.9) * uTime;
  float e = 0.35;
  vec2 s = vec2(0.0);
  vec2 a = p * 0.045 + flow * 0.02;
  vec2 b = p * 0.21 + flow * 0.07 + 17.0;
  vec2 c = p * 0.93 + flow * 0.31 + 5.0;
  s += 0.5 * (vec2(valueNoise(a + vec2(e, 0.0)), valueNoise(a + vec2(0.0, e)))
    - valueNoise(a)) / e * 0.10;
  s += 0.5 * (vec2(valueNoise(b + vec2(e, 0.0)), valueNoise(b + vec2(0.0, e)))
    - valueNoise(b)) / e * 0.16;
  s += detail * 0.5 * (vec2(valueNoise(c + vec2(e, 0.0)), valueNoise(c + vec2(0.0, e)))
    - valueNoise(c)) / e * 0.22;
  return s;
}

vec3 mirrored(vec2 uv, vec2 s) {
  // The image is pulled along the view far more than across: long streaks on ripples.
  vec2 at = uv + vec2(s.x * 0.05, s.y * 0.16);
  vec3 sum = texture2D(uMirror, at).rgb * 0.34;
  sum += texture2D(uMirror, at + vec2(0.0, 0.011)).rgb * 0.24;
  sum += texture2D(uMirror, at + vec2(0.0, 0.027)).rgb * 0.2;
  sum += texture2D(uMirror, at - vec2(0.0, 0.009)).rgb * 0.14;
  sum += texture2D(uMirror, at + vec2(0.0, 0.05)).rgb * 0.08;
  return sum;
}

#ifdef PLAIN
void main() {
  vec3 d = normalize(vWorld - cameraPosition);
  float fresnel = 0.03 + 0.7 * pow(1.0 - max(-d.y, 0.0), 5.0);
  vec3 body = vec3(0.115, 0.105, 0.07) * (uAbove * 0.32 + uLight * 0.22 * max(uSunDir.y, 0.0));
  vec3 color = mix(body, mix(uHorizon, uMiddle, 0.4), fresnel);
  gl_FragColor = vec4(hazed(color, vWorld, cameraPosition), 1.0);
  #include <tonemapping_fragment>
  #include <colorspace_fragment>
}
#else
void main() {
  vec3 ray = vWorld - cameraPosition;
  float distance_m = length(ray);
  vec3 d = ray / distance_m;
  float detail = 1.0 - smoothstep(60.0, 420.0, distance_m);
  vec2 s = slope(vWorld.xz, detail) * mix(0.55, 1.0, detail);
  vec3 n = normalize(vec3(-s.x, 1.0, -s.y));
  vec3 r = reflect(d, n);
  r.y = abs(r.y) + 0.02;
  r = normalize(r);
  float facing = max(dot(-d, n), 0.0);
  float fresnel = 0.03 + 0.97 * pow(1.0 - facing, 5.0);
  fresnel = min(fresnel, mix(0.72, 0.9, detail));
  vec3 image = skyGradient(r);
  if (uMirrorOn > 0.5 && abs(vWorld.y - uMirrorLevel) < 2.0) {
    vec2 uv = vMirror.xy / vMirror.w;
    image = mirrored(uv, s);
  } else {
    // City light on the far bank, as streaks that ripple.
    float column = valueNoise(vec2(atan(d.x, d.z) * 70.0, 1.0));
    float streak = smoothstep(0.55, 0.95, column + s.x * 1.2) * exp(-r.y * 9.0);
    vec3 tint = mix(vec3(1.0, 0.6, 0.25), vec3(0.9, 0.4, 0.5), hash12(vec2(floor(atan(d.x, d.z)
      * 35.0), 3.0)));
    image += tint * streak * uLamps * 0.5;
  }
  // Silt of the Yangtze, lit from above.
  vec3 silt = vec3(0.115, 0.105, 0.07);
  vec3 body = silt * (uAbove * 0.32 + uLight * 0.22 * max(uSunDir.y, 0.0));
  vec3 color = mix(body, image, fresnel);
  vec3 h = normalize(uSunDir - d);
  float glint = pow(max(dot(normalize(vec3(n.x * 1.6, n.y, n.z * 1.6)), h), 0.0), mix(160.0,
    520.0, detail));
  color += uLight * glint * mix(0.55, 2.4, detail) * smoothstep(-0.02, 0.08, uSunDir.y);
  float moonGlint = pow(max(dot(n, normalize(uMoonDir - d)), 0.0), 240.0);
  color += vec3(0.5, 0.6, 0.8) * moonGlint * uStars * 0.6;
  color = hazed(color, vWorld, cameraPosition);
  gl_FragColor = vec4(color, 1.0);
  #include <tonemapping_fragment>
  #include <colorspace_fragment>
}
#endif
`;

export interface Water {
  material: ShaderMaterial;
  /** The mirrored picture of the city, or null to reflect the sky only. */
  setMirror(texture: Texture | null, matrix: Matrix4 | null, level: number): void;
}

export function makeWater(atmosphere: Atmosphere): Water {
  const own: Record<string, IUniform> = {
    uMirror: { value: null },
    uMirrorOn: { value: 0 },
    uMirrorLevel: { value: 0 },
    uMirrorMatrix: { value: new Matrix4() },
  };
  const material = new ShaderMaterial({
    vertexShader,
    fragmentShader,
    uniforms: { ...atmosphere.uniforms, ...own },
    defines: { ...atmosphere.defines },
  });
  material.name = 'water';
  return {
    material,
    setMirror(texture, matrix, level) {
      own.uMirrorLevel!.value = level;
      own.uMirror!.value = texture;
      own.uMirrorOn!.value = texture ? 1 : 0;
      if (matrix) own.uMirrorMatrix!.value = matrix;
    },
  };
}
