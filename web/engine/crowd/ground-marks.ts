import {
  BufferAttribute,
  DynamicDrawUsage,
  InstancedBufferAttribute,
  InstancedBufferGeometry,
  Mesh,
  ShaderMaterial,
} from 'three';

const vertexShader = /* glsl */ `
attribute vec4 iMark;
varying vec2 vDisc;
varying float vKind;
void main() {
  vDisc = position.xz;
  vKind = iMark.w;
  float size = iMark.w > 0.5 ? 0.72 : 0.42;
  vec4 p = viewMatrix * vec4(iMark.xyz + vec3(position.x * size, 0.03, position.z * size), 1.0);
  gl_Position = projectionMatrix * p;
}
`;

const fragmentShader = /* glsl */ `
varying vec2 vDisc;
varying float vKind;
void main() {
  float r = length(vDisc);
  float shade = (1.0 - smoothstep(0.15, 1.0, r)) * 0.42;
  float ring = smoothstep(0.72, 0.8, r) * (1.0 - smoothstep(0.88, 0.98, r));
  gl_FragColor = vKind > 0.5 ? vec4(1.0, 0.82, 0.42, ring * 0.9) : vec4(0.0, 0.0, 0.0, shade);
  #include <tonemapping_fragment>
  #include <colorspace_fragment>
}
`;

/** Soft contact shadows under people, and the ring under a chosen one: one draw call. */
export class GroundMarks {
  readonly mesh: Mesh;
  private readonly geometry = new InstancedBufferGeometry();
  private readonly marks: InstancedBufferAttribute;
  private used = 0;

  constructor(private readonly capacity: number) {
    const square = new Float32Array([-1, 0, -1, -1, 0, 1, 1, 0, 1, 1, 0, -1]);
    this.geometry.setAttribute('position', new BufferAttribute(square, 3));
    this.geometry.setIndex([0, 1, 2, 0, 2, 3]);
    this.marks = new InstancedBufferAttribute(new Float32Array(capacity * 4), 4);
    this.marks.setUsage(DynamicDrawUsage);
    this.geometry.setAttribute('iMark', this.marks);
    const material = new ShaderMaterial({
      vertexShader,
      fragmentShader,
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

  reset(): void {
    this.used = 0;
  }

  add(x: number, y: number, z: number, ring: boolean): void {
    if (this.used >= this.capacity) return;
    const a = this.marks.array;
    const i = this.used++ * 4;
    a[i] = x;
    a[i + 1] = y;
    a[i + 2] = z;
    a[i + 3] = ring ? 1 : 0;
  }

  flush(): void {
    this.geometry.instanceCount = this.used;
    this.mesh.visible = this.used > 0;
    this.marks.clearUpdateRanges();
    this.marks.addUpdateRange(0, this.used * 4);
    this.marks.needsUpdate = true;
  }
}
