import { Vector3 } from 'three';
import type { PerspectiveCamera } from 'three';
import { approach, clamp } from '../math.js';
import type { View } from '../types.js';
import type { Ground } from './ground.js';

const kEyeHeight = 1.6;
const kNearest = 1.3;
const kFarthest = 9;
const kWallMargin = 0.28;

/** Follows the person: behind the shoulder or through the eyes; never through a wall. */
export class CameraRig {
  yaw = 0;
  pitch = -0.06;
  distance = 3.9;
  private shownDistance = 3.9;
  private feetY = 0;
  private settled = false;
  private readonly pivot = new Vector3();
  private readonly back = new Vector3();
  /** 0 = third person, 1 = first person, moving between. */
  private firstShare = 0;
  view: View = 'third';

  constructor(private readonly camera: PerspectiveCamera) {}

  look(turn: number, tilt: number, zoom: number): void {
    this.yaw += turn;
    this.pitch = clamp(this.pitch + tilt, -1.35, 1.35);
    this.distance = clamp(this.distance * (1 + zoom * 0.6), kNearest, kFarthest);
  }

  /** Jump to the new place instead of gliding there. */
  settle(): void {
    this.settled = false;
  }

  /** True when the own body would fill the view. */
  get hidesSelf(): boolean {
    return this.firstShare > 0.6 || this.shownDistance < 0.7;
  }

  update(feet: { x: number; y: number; z: number }, ground: Ground | null, seconds: number): void {
    if (!this.settled || Math.abs(feet.y - this.feetY) > 3) this.feetY = feet.y;
    this.feetY += (feet.y - this.feetY) * approach(seconds, 0.05);
    const wanted = this.view === 'first' ? 1 : 0;
    this.firstShare += (wanted - this.firstShare) * (this.settled ? approach(seconds, 0.08) : 1);
    const eyeX = feet.x;
    const eyeZ = feet.z;
    // Over the shoulder, less so where the picture is narrow.
    const side = (1 - this.firstShare) * 0.28 * clamp(this.camera.aspect - 0.3, 0, 1);
    const cosYaw = Math.cos(this.yaw);
    const sinYaw = Math.sin(this.yaw);
    this.pivot.set(eyeX + cosYaw * side, this.feetY + kEyeHeight, eyeZ - sinYaw * side);
    const cosPitch = Math.cos(this.pitch);
    this.back.set(sinYaw * cosPitch, -Math.sin(this.pitch), cosYaw * cosPitch);
    this.retreat(ground, seconds);
    const d = this.shownDistance * (1 - this.firstShare);
    this.camera.position.copy(this.pivot).addScaledVector(this.back, d);
    this.camera.rotation.set(this.pitch, this.yaw, 0, 'YXZ');
    this.camera.updateMatrixWorld();
    this.settled = true;
  }

  /** As far back as nothing is in the way: in at once, out gently. */
  private retreat(ground: Ground | null, seconds: number): void {
    const lift = Math.min(0.5, this.distance * 0.06);
    this.pivot.y += lift * (1 - this.firstShare);
    let free = this.distance;
    if (ground && this.firstShare < 0.99) {
      const p = this.pivot;
      const far = this.distance + kWallMargin;
      const share = ground.clearShare(
        p.x,
        p.y,
        p.z,
        p.x + this.back.x * far,
        p.y + this.back.y * far,
        p.z + this.back.z * far,
      );
      free = clamp(share * far - kWallMargin, 0.25, this.distance);
    }
    if (!this.settled || free < this.shownDistance) this.shownDistance = free;
    else this.shownDistance += (free - this.shownDistance) * approach(seconds, 0.16);
  }
}
