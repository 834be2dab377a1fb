import {
  BufferGeometry,
  Camera,
  Float32BufferAttribute,
  HalfFloatType,
  LinearFilter,
  Mesh,
  NoBlending,
  ShaderMaterial,
  WebGLRenderTarget,
} from 'three';
import type { IUniform, PerspectiveCamera, Scene, WebGLRenderer } from 'three';

const kLevels = 5;

const vertexShader = /* glsl */ `
varying vec2 vUv;
void main() {
  vUv = position.xy * 0.5 + 0.5;
  gl_Position = vec4(position.xy, 0.0, 1.0);
}
`;

/** 13 taps, after Jimenez, "Next Generation Post Processing in Call of Duty", 2014. */
const downShader = /* glsl */ `
varying vec2 vUv;
uniform sampler2D uSource;
uniform vec2 uTexel;
uniform float uThreshold;
vec3 tap(float x, float y) {
  vec3 c = min(texture2D(uSource, vUv + uTexel * vec2(x, y)).rgb, vec3(24.0));
  float bright = max(c.r, max(c.g, c.b));
  return c * smoothstep(uThreshold, uThreshold * 2.5 + 0.001, bright);
}
void main() {
  vec3 sum = tap(0.0, 0.0) * 0.125;
  sum += (tap(-1.0, -1.0) + tap(1.0, -1.0) + tap(-1.0, 1.0) + tap(1.0, 1.0)) * 0.125;
  sum += (tap(-2.0, 0.0) + tap(2.0, 0.0) + tap(0.0, -2.0) + tap(0.0, 2.0)) * 0.0625;
  sum += (tap(-2.0, -2.0) + tap(2.0, -2.0) + tap(-2.0, 2.0) + tap(2.0, 2.0)) * 0.03125;
  gl_FragColor = vec4(sum, 1.0);
}
`;

const upShader = /* glsl */ `
varying vec2 vUv;
uniform sampler2D uSource;
uniform sampler2D uBase;
uniform vec2 uTexel;
vec3 tap(float x, float y) { return texture2D(uSource, vUv + uTexel * vec2(x, y)).rgb; }
void main() {
  vec3 sum = tap(0.0, 0.0) * 4.0;
  sum += (tap(-1.0, 0.0) + tap(1.0, 0.0) + tap(0.0, -1.0) + tap(0.0, 1.0)) * 2.0;
  sum += tap(-1.0, -1.0) + tap(1.0, -1.0) + tap(-1.0, 1.0) + tap(1.0, 1.0);
  gl_FragColor = vec4(texture2D(uBase, vUv).rgb + sum / 16.0 * 0.9, 1.0);
}
`;

const finishShader = /* glsl */ `
varying vec2 vUv;
uniform sampler2D uSource;
uniform sampler2D uBloom;
uniform float uStrength;
void main() {
  vec3 c = texture2D(uSource, vUv).rgb + texture2D(uBloom, vUv).rgb * uStrength;
  vec2 q = vUv - 0.5;
  c *= 1.0 - 0.28 * dot(q, q);
  gl_FragColor = vec4(c, 1.0);
  #include <tonemapping_fragment>
  #include <colorspace_fragment>
}
`;

function pass(fragmentShader: string, uniforms: Record<string, IUniform>): ShaderMaterial {
  return new ShaderMaterial({
    vertexShader,
    fragmentShader,
    uniforms,
    depthTest: false,
    depthWrite: false,
    blending: NoBlending,
  });
}

/** Light that spills over bright edges, at high quality only. */
export class Bloom {
  private readonly frame: WebGLRenderTarget;
  private readonly chain: WebGLRenderTarget[] = [];
  private readonly rises: WebGLRenderTarget[] = [];
  private readonly down = pass(downShader, {
    uSource: { value: null },
    uTexel: { value: [0, 0] },
    uThreshold: { value: 0 },
  });
  private readonly up = pass(upShader, {
    uSource: { value: null },
    uBase: { value: null },
    uTexel: { value: [0, 0] },
  });
  private readonly finish = pass(finishShader, {
    uSource: { value: null },
    uBloom: { value: null },
    uStrength: { value: 0.1 },
  });
  private readonly triangle: Mesh;
  private readonly flat = new Camera();

  constructor(private readonly renderer: WebGLRenderer) {
    this.frame = new WebGLRenderTarget(4, 4, { type: HalfFloatType, samples: 4 });
    for (let i = 0; i < kLevels; i++) {
      const options = { type: HalfFloatType, depthBuffer: false, minFilter: LinearFilter } as const;
      this.chain.push(new WebGLRenderTarget(4, 4, options));
      this.rises.push(new WebGLRenderTarget(4, 4, options));
    }
    const geometry = new BufferGeometry();
    geometry.setAttribute(
      'position',
      new Float32BufferAttribute([-1, -1, 0, 3, -1, 0, -1, 3, 0], 3),
    );
    this.triangle = new Mesh(geometry, this.down);
    this.triangle.frustumCulled = false;
  }

  resize(width: number, height: number): void {
    this.frame.setSize(width, height);
    for (let i = 0; i < kLevels; i++) {
      const w = Math.max(2, width >> (i + 1));
      const h = Math.max(2, height >> (i + 1));
      this.chain[i]!.setSize(w, h);
      this.rises[i]!.setSize(w, h);
    }
  }

  private run(material: ShaderMaterial, target: WebGLRenderTarget | null): void {
    this.triangle.material = material;
    this.renderer.setRenderTarget(target);
    this.renderer.render(this.triangle, this.flat);
  }

  render(scene: Scene, camera: PerspectiveCamera, strength: number): void {
    this.renderer.setRenderTarget(this.frame);
    this.renderer.clear();
    this.renderer.render(scene, camera);
    let source = this.frame;
    this.chain.forEach((target, i) => {
      const u = this.down.uniforms;
      u.uSource!.value = source.texture;
      u.uTexel!.value = [1 / source.width, 1 / source.height];
      u.uThreshold!.value = i === 0 ? 0.85 : 0;
      this.run(this.down, target);
      source = target;
    });
    for (let i = kLevels - 2; i >= 0; i--) {
      const u = this.up.uniforms;
      u.uSource!.value = source.texture;
      u.uTexel!.value = [1 / source.width, 1 / source.height];
      u.uBase!.value = this.chain[i]!.texture;
      this.run(this.up, this.rises[i]!);
      source = this.rises[i]!;
    }
    this.finish.uniforms.uSource!.value = this.frame.texture;
    this.finish.uniforms.uBloom!.value = source.texture;
    this.finish.uniforms.uStrength!.value = strength;
    this.run(this.finish, null);
  }

  dispose(): void {
    for (const target of [this.frame, ...this.chain, ...this.rises]) target.dispose();
    for (const material of [this.down, this.up, this.finish]) material.dispose();
    this.triangle.geometry.dispose();
  }
}
