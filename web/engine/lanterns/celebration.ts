import {
  AdditiveBlending,
  BufferGeometry,
  Float32BufferAttribute,
  Mesh,
  Points,
  ShaderMaterial,
} from 'three';
import type { IUniform, Scene } from 'three';
import type { Triple } from '../types.js';

const kLanterns = 160;
const kBursts = 26;
const kSparks = 110;
const kSeconds = 46;

export interface CelebrationOptions {
  center: Triple;
  random: () => number;
  /** Reduced motion: lanterns rise slowly, no fireworks. */
  quiet: boolean;
  clock: IUniform;
}

const skyVertex = /* glsl */ `
attribute vec3 aStart;
attribute vec4 aVaried;
uniform float uAge;
uniform float uQuiet;
varying float vGlow;
varying float vHeight;
void main() {
  float age = max(uAge - aVaried.x * 14.0, 0.0);
  float rise = age * mix(1.6, 2.6, aVaried.y) * mix(1.0, 0.4, uQuiet);
  vec3 at = aStart + vec3(sin(age * 0.21 + aVaried.z * 6.28) * 5.0 + age * 0.7, rise, cos(age
    * 0.17 + aVaried.w * 6.28) * 5.0);
  vHeight = position.y;
  vGlow = smoothstep(0.0, 1.5, age) * (1.0 - smoothstep(38.0, 46.0, uAge));
  vec3 p = position * mix(0.8, 1.3, aVaried.w);
  gl_Position = projectionMatrix * viewMatrix * vec4(at + p, 1.0);
  if (age <= 0.0) gl_Position = vec4(0.0, 0.0, 2.0, 1.0);
}
`;

const skyFragment = /* glsl */ `
varying float vGlow;
varying float vHeight;
uniform float uTime;
void main() {
  vec3 fire = mix(vec3(1.0, 0.75, 0.35), vec3(0.9, 0.28, 0.08), smoothstep(-0.5, 0.6, vHeight));
  gl_FragColor = vec4(fire * 1.9 * vGlow, 1.0);
  #include <tonemapping_fragment>
  #include <colorspace_fragment>
}
`;

const sparkVertex = /* glsl */ `
attribute vec3 aVelocity;
attribute vec4 aBurst;
uniform float uAge;
varying vec3 vColor;
varying float vFade;
void main() {
  float age = uAge - aBurst.w;
  float slow = (1.0 - exp(-age * 1.5)) / 1.5;
  vec3 at = position + aVelocity * slow + vec3(0.0, -2.2 * age * age, 0.0);
  vFade = step(0.0, age) * exp(-age * 1.15) * (0.7 + 0.3 * sin(age * 40.0 + aVelocity.x));
  vColor = aBurst.xyz;
  vec4 view = viewMatrix * vec4(at, 1.0);
  gl_Position = projectionMatrix * view;
  gl_PointSize = clamp(1500.0 * (0.3 + vFade) / -view.z, 1.0, 14.0);
  if (age < 0.0 || vFade < 0.01) gl_Position = vec4(0.0, 0.0, 2.0, 1.0);
}
`;

const sparkFragment = /* glsl */ `
varying vec3 vColor;
varying float vFade;
void main() {
  float r = length(gl_PointCoord - 0.5) * 2.0;
  gl_FragColor = vec4(vColor * vFade * pow(max(1.0 - r, 0.0), 1.5) * 2.0, 1.0);
}
`;

/** An upright open paper tube, wider above. */
function lanternShape(): { position: number[]; index: number[] } {
  const position: number[] = [];
  const index: number[] = [];
  const sides = 6;
  for (let s = 0; s < sides; s++) {
    const a = (s / sides) * Math.PI * 2;
    position.push(Math.cos(a) * 0.38, -0.55, Math.sin(a) * 0.38);
    position.push(Math.cos(a) * 0.52, 0.5, Math.sin(a) * 0.52);
    const n = ((s + 1) % sides) * 2;
    index.push(s * 2, s * 2 + 1, n + 1, s * 2, n + 1, n);
  }
  return { position, index };
}

/** Hundreds of sky lanterns and, unless quiet, fireworks: two draws, all motion on the GPU. */
export class Celebration {
  private age = 0;
  private readonly uniforms: Record<string, IUniform>;
  private readonly lanterns: Mesh;
  private readonly sparks: Points | null;

  constructor(
    private readonly scene: Scene,
    private readonly options: CelebrationOptions,
  ) {
    this.uniforms = {
      uAge: { value: 0 },
      uQuiet: { value: options.quiet ? 1 : 0 },
      uTime: options.clock,
    };
    this.lanterns = this.makeLanterns();
    this.sparks = options.quiet ? null : this.makeSparks();
    scene.add(this.lanterns);
    if (this.sparks) scene.add(this.sparks);
  }

  private makeLanterns(): Mesh {
    const { center, random } = this.options;
    const shape = lanternShape();
    const position: number[] = [];
    const start: number[] = [];
    const varied: number[] = [];
    const index: number[] = [];
    const corners = shape.position.length / 3;
    for (let i = 0; i < kLanterns; i++) {
      const a = random() * Math.PI * 2;
      const r = 6 + Math.sqrt(random()) * 120;
      const at = [center[0] + Math.cos(a) * r, center[1] + 1, center[2] + Math.sin(a) * r];
      const v = [random(), random(), random(), random()];
      for (const corner of shape.index) index.push(i * corners + corner);
      position.push(...shape.position);
      for (let c = 0; c < corners; c++) {
        start.push(...at);
        varied.push(...v);
      }
    }
    const geometry = new BufferGeometry();
    geometry.setAttribute('position', new Float32BufferAttribute(position, 3));
    geometry.setAttribute('aStart', new Float32BufferAttribute(start, 3));
    geometry.setAttribute('aVaried', new Float32BufferAttribute(varied, 4));
    geometry.setIndex(index);
    const mesh = new Mesh(
      geometry,
      new ShaderMaterial({
        vertexShader: skyVertex,
        fragmentShader: skyFragment,
        uniforms: this.uniforms,
        side: 2,
      }),
    );
    mesh.frustumCulled = false;
    return mesh;
  }

  private makeSparks(): Points {
    const { center, random } = this.options;
    const position: number[] = [];
    const velocity: number[] = [];
    const burst: number[] = [];
    for (let b = 0; b < kBursts; b++) {
      const a = random() * Math.PI * 2;
      const r = 90 + random() * 160;
      const at = [
        center[0] + Math.cos(a) * r,
        center[1] + 70 + random() * 60,
        center[2] + Math.sin(a) * r,
      ];
      const hue = random();
      const color = [0, 0.33, 0.67].map((k) => 0.55 + 0.45 * Math.cos(6.2832 * (hue + k)));
      const time = 3 + (b / kBursts) * 30 + random() * 1.5;
      for (let s = 0; s < kSparks; s++) {
        const y = random() * 2 - 1;
        const turn = random() * Math.PI * 2;
        const flat = Math.sqrt(1 - y * y);
        const speed = 34 + random() * 14;
        position.push(...at);
        velocity.push(Math.cos(turn) * flat * speed, y * speed, Math.sin(turn) * flat * speed);
        burst.push(...color, time);
      }
    }
    const geometry = new BufferGeometry();
    geometry.setAttribute('position', new Float32BufferAttribute(position, 3));
    geometry.setAttribute('aVelocity', new Float32BufferAttribute(velocity, 3));
    geometry.setAttribute('aBurst', new Float32BufferAttribute(burst, 4));
    const points = new Points(
      geometry,
      new ShaderMaterial({
        vertexShader: sparkVertex,
        fragmentShader: sparkFragment,
        uniforms: this.uniforms,
        transparent: true,
        depthWrite: false,
        blending: AdditiveBlending,
      }),
    );
    points.frustumCulled = false;
    points.renderOrder = 20;
    return points;
  }

  /** False when it is over. */
  update(seconds: number, eye: { x: number; z: number }): boolean {
    if (this.age === 0) this.gather(eye);
    this.age += seconds;
    this.uniforms.uAge!.value = this.age;
    return this.age < kSeconds;
  }

  /** Everyone sees it around the own place, wherever in the city they are. */
  private gather(eye: { x: number; z: number }): void {
    const [x, , z] = this.options.center;
    const start = this.lanterns.geometry.getAttribute('aStart');
    for (let i = 0; i < start.count; i++) {
      start.setX(i, start.getX(i) - x + eye.x);
      start.setZ(i, start.getZ(i) - z + eye.z);
    }
    const bursts = this.sparks?.geometry.getAttribute('position');
    for (let i = 0; bursts && i < bursts.count; i++) {
      bursts.setX(i, bursts.getX(i) - x + eye.x);
      bursts.setZ(i, bursts.getZ(i) - z + eye.z);
    }
  }

  dispose(): void {
    this.scene.remove(this.lanterns);
    this.lanterns.geometry.dispose();
    (this.lanterns.material as ShaderMaterial).dispose();
    if (!this.sparks) return;
    this.scene.remove(this.sparks);
    this.sparks.geometry.dispose();
    (this.sparks.material as ShaderMaterial).dispose();
  }
}
