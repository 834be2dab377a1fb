import {
  AdditiveBlending,
  BufferGeometry,
  Float32BufferAttribute,
  InstancedBufferAttribute,
  InstancedBufferGeometry,
  Mesh,
  ShaderMaterial,
} from 'three';
import { atmosphereGlsl } from '../sky/atmosphere.js';
import type { Atmosphere } from '../sky/atmosphere.js';
import type { Triple } from '../types.js';

/** Outline of a palace lantern from tassel to hook: height, radius, part (0 paper, 1 gold). */
const kProfile: readonly (readonly [number, number, number])[] = [
  [-0.72, 0.012, 1],
  [-0.44, 0.028, 1],
  [-0.34, 0.012, 1],
  [-0.33, 0.13, 1],
  [-0.28, 0.15, 1],
  [-0.275, 0.18, 0],
  [-0.16, 0.31, 0],
  [0, 0.355, 0],
  [0.16, 0.31, 0],
  [0.275, 0.18, 0],
  [0.28, 0.15, 1],
  [0.33, 0.13, 1],
  [0.34, 0.012, 1],
  [0.55, 0.008, 1],
];

function bodyGeometry(segments: number): BufferGeometry {
  const position: number[] = [];
  const part: number[] = [];
  const index: number[] = [];
  kProfile.forEach(([y, r, p], row) => {
    for (let s = 0; s <= segments; s++) {
      const a = (s / segments) * Math.PI * 2;
      position.push(Math.cos(a) * r, y, Math.sin(a) * r);
      part.push(p);
      if (row === 0 || s === segments) continue;
      const i = row * (segments + 1) + s;
      const below = i - segments - 1;
      index.push(below, i, i + 1, below, i + 1, below + 1);
    }
  });
  const geometry = new BufferGeometry();
  geometry.setAttribute('position', new Float32BufferAttribute(position, 3));
  geometry.setAttribute('part', new Float32BufferAttribute(part, 1));
  geometry.setIndex(index);
  geometry.computeVertexNormals();
  return geometry;
}

const bodyVertex = /* glsl */ `
attribute float part;
attribute vec4 iLantern;
varying vec3 vWorld;
varying vec3 vNormalW;
varying vec3 vAt;
varying float vPart;
varying float vLit;
uniform float uTime;
void main() {
  float sway = sin(uTime * 1.1 + iLantern.x) * 0.05;
  vec3 p = position * 1.15;
  p.x += sway * (p.y - 0.6);
  vAt = position;
  vPart = part;
  vLit = iLantern.w;
  vWorld = p + iLantern.xyz;
  vNormalW = normal;
  gl_Position = projectionMatrix * viewMatrix * vec4(vWorld, 1.0);
}
`;

const bodyFragment = /* glsl */ `
${atmosphereGlsl}
varying vec3 vWorld;
varying vec3 vNormalW;
varying vec3 vAt;
varying float vPart;
varying float vLit;
void main() {
  vec3 n = normalize(vNormalW);
  float ribs = 0.75 + 0.25 * smoothstep(0.0, 0.25, abs(fract(atan(vAt.z, vAt.x) * 1.90986) - 0.5));
  vec3 base = mix(vec3(0.55, 0.035, 0.02) * ribs, vec3(0.75, 0.45, 0.1), vPart);
  vec3 light = uMiddle * 0.7 + uLight * 0.3 * max(dot(n, uSunDir), 0.0) + vec3(0.05);
  float core = exp(-dot(vAt.xy, vAt.xy) * 3.0);
  float flicker = 0.92 + 0.08 * sin(uTime * 7.0 + vWorld.x) * sin(uTime * 5.3);
  vec3 fire = mix(vec3(0.9, 0.1, 0.02), vec3(1.0, 0.42, 0.1), core) * flicker;
  float ember = 0.1 + 0.06 * sin(uTime * 2.0);
  vec3 color = base * light + fire * ribs * (1.0 - vPart) * mix(ember, 1.25, vLit);
  gl_FragColor = vec4(hazed(color, vWorld, cameraPosition), 1.0);
  #include <tonemapping_fragment>
  #include <colorspace_fragment>
}
`;

const haloVertex = /* glsl */ `
attribute vec4 iLantern;
varying vec2 vDisc;
varying float vLit;
void main() {
  vDisc = position.xy;
  vLit = iLantern.w;
  vec4 center = viewMatrix * vec4(iLantern.xyz, 1.0);
  center.xy += position.xy * mix(1.1, 4.2, vLit);
  gl_Position = projectionMatrix * center;
}
`;

const haloFragment = /* glsl */ `
uniform float uLamps;
uniform float uTime;
varying vec2 vDisc;
varying float vLit;
void main() {
  float r = length(vDisc);
  float glow = pow(max(1.0 - r, 0.0), 3.0);
  float breath = 0.75 + 0.25 * sin(uTime * 2.0);
  vec3 color = vec3(1.0, 0.5, 0.18) * glow * mix(0.22 * breath, 0.35 + 0.55 * uLamps, vLit);
  gl_FragColor = vec4(color, 1.0);
}
`;

export interface LanternMeshes {
  body: Mesh;
  halo: Mesh;
  setLit(index: number, lit: number): void;
  dispose(): void;
}

/** All lanterns in two draws: paper bodies and their halos. */
export function makeLanternMeshes(atmosphere: Atmosphere, spots: readonly Triple[]): LanternMeshes {
  const state = new InstancedBufferAttribute(new Float32Array(spots.length * 4), 4);
  spots.forEach((spot, i) => state.setXYZW(i, spot[0], spot[1] + 1.9, spot[2], 0));
  const instanced = (base: BufferGeometry): InstancedBufferGeometry => {
    const geometry = new InstancedBufferGeometry();
    geometry.setIndex(base.index);
    for (const [name, attribute] of Object.entries(base.attributes)) {
      geometry.setAttribute(name, attribute);
    }
    geometry.setAttribute('iLantern', state);
    geometry.instanceCount = spots.length;
    return geometry;
  };
  const square = new BufferGeometry();
  square.setAttribute(
    'position',
    new Float32BufferAttribute([-1, -1, 0, 1, -1, 0, 1, 1, 0, -1, 1, 0], 3),
  );
  square.setIndex([0, 1, 2, 0, 2, 3]);
  const uniforms = atmosphere.uniforms;
  const body = new Mesh(
    instanced(bodyGeometry(18)),
    new ShaderMaterial({ vertexShader: bodyVertex, fragmentShader: bodyFragment, uniforms }),
  );
  const halo = new Mesh(
    instanced(square),
    new ShaderMaterial({
      vertexShader: haloVertex,
      fragmentShader: haloFragment,
      uniforms,
      transparent: true,
      depthWrite: false,
      blending: AdditiveBlending,
    }),
  );
  body.frustumCulled = halo.frustumCulled = false;
  halo.renderOrder = 10;
  return {
    body,
    halo,
    setLit(index, lit) {
      state.setW(index, lit);
      state.needsUpdate = true;
    },
    dispose() {
      body.geometry.dispose();
      halo.geometry.dispose();
      body.material.dispose();
      halo.material.dispose();
    },
  };
}
