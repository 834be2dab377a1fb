import {
  HalfFloatType,
  LinearFilter,
  Matrix4,
  PerspectiveCamera,
  Plane,
  Vector3,
  Vector4,
  WebGLRenderTarget,
} from 'three';
import type { Scene, WebGLRenderer } from 'three';

/**
 * Layer of things too small, too near or too many to be seen in the water. In a headset three keeps
 * 1 for the left eye and 2 for the right one.
 */
export const kUnmirroredLayer = 3;

/**
 * The city upside down, seen in the river: one extra view at a fraction of the resolution.
 * Near plane bent onto the water (Lengyel, "Oblique View Frustum Depth Projection", 2005).
 */
export class Mirror {
  readonly target = new WebGLRenderTarget(4, 4, {
    type: HalfFloatType,
    minFilter: LinearFilter,
    magFilter: LinearFilter,
  });
  readonly matrix = new Matrix4();
  level = 0;
  private readonly camera = new PerspectiveCamera();
  private readonly plane = new Plane();
  private readonly clip = new Vector4();
  private readonly corner = new Vector4();
  private readonly up = new Vector3();
  private readonly gaze = new Vector3();

  resize(width: number, height: number, scale: number): void {
    this.target.setSize(
      Math.max(4, Math.round(width * scale)),
      Math.max(4, Math.round(height * scale)),
    );
  }

  /** False when the eye is at or under the water, where there is nothing to see. */
  render(renderer: WebGLRenderer, scene: Scene, eye: PerspectiveCamera): boolean {
    if (eye.position.y <= this.level + 0.05) return false;
    this.place(eye);
    // The shadow map is for the eye: this view would leave people out.
    const shadows = renderer.shadowMap.needsUpdate;
    renderer.shadowMap.needsUpdate = false;
    const before = renderer.getRenderTarget();
    renderer.setRenderTarget(this.target);
    renderer.clear();
    renderer.render(scene, this.camera);
    renderer.setRenderTarget(before);
    renderer.shadowMap.needsUpdate = shadows;
    return true;
  }

  private place(eye: PerspectiveCamera): void {
    const c = this.camera;
    eye.getWorldDirection(this.gaze);
    this.up.set(0, 1, 0).applyQuaternion(eye.quaternion);
    c.position.set(eye.position.x, 2 * this.level - eye.position.y, eye.position.z);
    this.gaze.y = -this.gaze.y;
    c.up.set(this.up.x, -this.up.y, this.up.z);
    c.lookAt(this.gaze.add(c.position));
    c.layers.set(0);
    c.near = eye.near;
    c.far = eye.far;
    c.updateMatrixWorld();
    c.projectionMatrix.copy(eye.projectionMatrix);
    this.matrix
      .set(0.5, 0, 0, 0.5, 0, 0.5, 0, 0.5, 0, 0, 0.5, 0.5, 0, 0, 0, 1)
      .multiply(c.projectionMatrix)
      .multiply(c.matrixWorldInverse);
    this.bendNearPlane();
  }

  private bendNearPlane(): void {
    const m = this.camera.projectionMatrix;
    this.plane.set(new Vector3(0, 1, 0), -this.level + 0.02);
    this.plane.applyMatrix4(this.camera.matrixWorldInverse);
    this.clip.set(this.plane.normal.x, this.plane.normal.y, this.plane.normal.z,
      this.plane.constant);
    const e = m.elements;
    this.corner.set(
      (Math.sign(this.clip.x) + e[8]) / e[0],
      (Math.sign(this.clip.y) + e[9]) / e[5],
      -1,
      (1 + e[10]) / e[14],
    );
    this.clip.multiplyScalar(2 / this.clip.dot(this.corner));
    e[2] = this.clip.x;
    e[6] = this.clip.y;
    e[10] = this.clip.z + 1;
    e[14] = this.clip.w;
  }

  dispose(): void {
    this.target.dispose();
  }
}
