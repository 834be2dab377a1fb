import {
  BufferAttribute,
  DynamicDrawUsage,
  InstancedBufferAttribute,
  InstancedBufferGeometry,
  Mesh,
  ShaderMaterial,
} from 'three';
import type { Atmosphere } from '../sky/atmosphere.js';

/** What lies on the ground under somebody. */
export enum Mark {
  /** Where the sun's own shadow is drawn. */
  contact,
  /** The ring under a chosen person. */
  ring,
  /** Contact and a plain shadow away from the light, for those whom the shadow map leaves out. */
  shadow,
}

const vertexShader = /* glsl */ `
attribute vec4 iMark;
uniform vec3 uLightDir;
uniform float uReach;
varying vec2 vAt;
flat varying float vKind;
varying float vLength;
varying float vNear;
void main() {
  vKind = iMark.w;
  float size = vKind == 1.0 ? 0.72 : 0.42;
  vec2 away = normalize(-uLightDir.xz + vec2(0.0, 1e-4));
  vLength = min(1.6 * length(uLightDir.xz) / max(uLightDir.y, 0.1), 3.5);
  vAt = position.xz * size;
  if (vKind == 2.0 && position.z > 0.0) vAt.y = max(vLength, size);
  vec2 ground = vec2(away.y, -away.x) * vAt.x + away * vAt.y;
  vec4 p = viewMatrix * vec4(iMark.xyz + vec3(ground.x, 0.03, ground.y), 1.0);
  vNear = 1.0 - smoothstep(0.6, 1.0, length(p.xyz) / uReach);
  gl_Position = projectionMatrix * p;
}
`;

const fragmentShader = /* glsl */ `
uniform vec3 uLightDir;
uniform float uLamps;
varying vec2 vAt;
flat varying float vKind;
varying float vLength;
varying float vNear;
void main() {
  if (vKind == 1.0) {
    float r = length(vAt) / 0.72;
    float ring = smoothstep(0.72, 0.8, r) * (1.0 - smoothstep(0.88, 0.98, r));
    gl_FragColor = vec4(1.0, 0.82, 0.42, ring * 0.9);
  } else {
    float shade = (1.0 - smoothstep(0.15, 1.0, length(vAt) / 0.42)) * 0.42;
    if (vKind == 2.0) {
      float along = vAt.y / vLength;
      float trail = (1.0 - smoothstep(0.35, 1.0, abs(vAt.x) / 0.3)) * smoothstep(-0.05, 0.1, along)
        * (1.0 - smoothstep(0.7, 1.0, along));
      shade = max(shade, trail * 0.34 * smoothstep(0.02, 0.2, uLightDir.y) * (1.0 - 0.8 * uLamps));
    }
    gl_FragColor = vec4(0.0, 0.0, 0.0, shade * vNear);
  }
  #include <tonemapping_fragment>
  #include <colorspace_fragment>
}
`;

/** Soft shadows under people, and the ring under a chosen one: one draw call. */
export class GroundMarks {
  readonly mesh: Mesh;
  private readonly geometry = new InstancedBufferGeometry();
  private readonly marks: InstancedBufferAttribute;
  private used = 0;

  private readonly reach = { value: 90 };

  constructor(
    private readonly capacity: number,
    { uniforms }: Atmosphere,
  ) {
    const square = new Float32Array([-1, 0, -1, -1, 0, 1, 1, 0, 1, 1, 0, -1]);
    this.geometry.setAttribute('position', new BufferAttribute(square, 3));
    this.geometry.setIndex([0, 1, 2, 0, 2, 3]);
    this.marks = new InstancedBufferAttribute(new Float32Array(capacity * 4), 4);
    this.marks.setUsage(DynamicDrawUsage);
    this.geometry.setAttribute('iMark', this.marks);
    const material = new ShaderMaterial({
      vertexShader,
      fragmentShader,
      uniforms: { uLightDir: uniforms.uLightDir!, uLamps: uniforms.uLamps!, uReach: this.reach },
      transparent: true,
      depthWrite: false,
      polygonOffset: true,
      polygonOffsetFactor: -2,
      polygonOffsetUnits: -4,
    });
    this.mesh = new Mesh(this.geometry, material);
    this.mesh.frustumCulled = false;
    this.mesh.renderOrder = 5;
  }

  /** Marks fade towards this many metres. */
  reset(reachM: number): void {
    this.reach.value = reachM;
    this.used = 0;
  }

  add(x: number, y: number, z: number, mark: Mark): void {
    if (this.used >= this.capacity) return;
    const a = this.marks.array;
    const i = this.used++ * 4;
    a[i] = x;
    a[i + 1] = y;
    a[i + 2] = z;
    a[i + 3] = mark;
  }

  flush(): void {
    this.geometry.instanceCount = this.used;
    this.mesh.visible = this.used > 0;
    this.marks.clearUpdateRanges();
    this.marks.addUpdateRange(0, this.used * 4);
    this.marks.needsUpdate = true;
  }
}
