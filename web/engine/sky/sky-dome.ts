import { BackSide, Mesh, ShaderMaterial, SphereGeometry } from 'three';
import { atmosphereGlsl } from './atmosphere.js';
import type { Atmosphere } from './atmosphere.js';

const vertexShader = /* glsl */ `
varying vec3 vDirection;
void main() {
  vDirection = position;
  vec4 p = projectionMatrix * vec4(mat3(modelViewMatrix) * position, 1.0);
  gl_Position = p.xyww;
}
`;

const fragmentShader = /* glsl */ `
${atmosphereGlsl}
varying vec3 vDirection;

float cloudNoise(vec2 p) {
  float sum = 0.0;
  float gain = 0.5;
  for (int i = 0; i < 5; i++) {
    sum += gain * valueNoise(p);
    p = mat2(1.6, 1.2, -1.2, 1.6) * p + 3.1;
    gain *= 0.5;
  }
  return sum;
}

vec3 withClouds(vec3 sky, vec3 d) {
  if (d.y < 0.03) return sky;
  vec2 p = d.xz / (d.y + 0.12);
  vec2 drift = vec2(uTime * 0.004, uTime * 0.0015);
  float streaks = cloudNoise(p * vec2(0.55, 1.5) + drift);
  float puffs = cloudNoise(p * 1.7 - drift * 1.6 + 7.0);
  float cover = smoothstep(0.5, 0.88, streaks * 0.72 + puffs * 0.42);
  cover *= smoothstep(0.03, 0.2, d.y) * 0.8;
  float mu = max(dot(d, uSunDir), 0.0);
  float rim = pow(mu, 10.0);
  vec3 lit = uLight * (0.12 + 0.22 * rim) + uMiddle * 0.55 + uGlow * (0.16 + 0.5 * rim);
  vec3 shade = uHorizon * 0.75 + uMiddle * 0.25;
  vec3 cloud = mix(shade, lit, smoothstep(0.35, 0.9, 1.05 - puffs + rim * 0.4));
  return mix(sky, cloud, cover);
}

float starField(vec3 d) {
  // Cube faces keep the cells even over the sky.
  vec3 a = abs(d);
  vec2 face = a.x > a.y && a.x > a.z ? d.yz / a.x : (a.y > a.z ? d.xz / a.y : d.xy / a.z);
  vec2 p = face * 90.0 + (a.x > a.y && a.x > a.z ? 13.0 : (a.y > a.z ? 71.0 : 37.0));
  vec3 h = hash32(floor(p));
  vec2 offset = fract(p) - 0.5 - (h.xy - 0.5) * 0.7;
  float size = mix(0.03, 0.09, h.z * h.z * h.z);
  float twinkle = 0.75 + 0.25 * sin(uTime * (1.0 + 3.0 * h.x) + h.y * 40.0);
  return step(0.86, h.y) * smoothstep(size, 0.0, length(offset)) * twinkle * (0.3 + h.z);
}

void main() {
  vec3 d = normalize(vDirection);
  vec3 c = skyGradient(d);
#ifndef PLAIN
  float above = smoothstep(-0.02, 0.12, d.y);
  c += uStars * above * starField(d) * 0.9;
  float moon = dot(d, uMoonDir);
  float moonUp = smoothstep(-0.05, 0.1, uMoonDir.y) * smoothstep(0.12, -0.08, uSunDir.y);
  vec3 face = vec3(0.95, 0.97, 1.0) * (0.75 + 0.25 * valueNoise(d.xy * 90.0));
  c += moonUp * (face * 1.6 * smoothstep(0.99988, 0.99993, moon) + vec3(0.05, 0.07, 0.12)
    * pow(max(moon, 0.0), 350.0));
  float mu = dot(d, uSunDir);
  vec3 disc = uLight * 7.0 * smoothstep(0.99986, 0.99994, mu) * smoothstep(-0.03, 0.0, uSunDir.y
    + 0.02);
  c += disc * smoothstep(-0.01, 0.01, d.y);
  c = withClouds(c, d);
#endif
  gl_FragColor = vec4(c, 1.0);
  #include <tonemapping_fragment>
  #include <colorspace_fragment>
  gl_FragColor.rgb += (hash12(gl_FragCoord.xy) - 0.5) / 255.0;
}
`;

/** The sky behind everything: gradient, sun, moon, stars, thin clouds. */
export function makeSkyDome(atmosphere: Atmosphere): Mesh {
  const material = new ShaderMaterial({
    vertexShader,
    fragmentShader,
    uniforms: atmosphere.uniforms,
    defines: { ...atmosphere.defines },
    side: BackSide,
    depthWrite: false,
    fog: false,
  });
  const dome = new Mesh(new SphereGeometry(1, 24, 16), material);
  dome.frustumCulled = false;
  dome.renderOrder = 1000;
  return dome;
}
