import { Frustum, Matrix4, Mesh, Vector3 } from 'three';
import type { BufferGeometry, DataTexture, Material, PerspectiveCamera, Scene } from 'three';
import type { Motion } from '../../protocol/motion.js';
import { kUnmirroredLayer } from '../city/mirror.js';
import { qualityLevels } from '../quality/levels.js';
import type { QualitySettings } from '../quality/levels.js';
import type { Atmosphere } from '../sky/atmosphere.js';
import type { CrowdView, Emote, HandsPose, MovingPose, Pose } from '../types.js';
import { Animator } from './animator.js';
import { binPeople, nextShare } from './binning.js';
import type { BinInput } from './binning.js';
import { bakeClips } from './clips.js';
import { defaultLook } from './default-looks.js';
import { GroundMarks, Mark } from './ground-marks.js';
import { Motions } from './motions.js';
import { buildPerson, kLodCount, makeInstances } from './person-geometry.js';
import type { PersonInstances } from './person-geometry.js';
import { makePersonDepthMaterial, makePersonMaterial } from './person-material.js';
import { PlayClock } from './play-clock.js';
import type { SpaceTick } from './play-clock.js';

/** The local person is drawn as one of the crowd under this handle, which the wire never uses. */
export const kSelf = 0;
const kForgetEvery = 30;

/** Draws everybody: four instanced figures, one shadow pass, one layer of marks. */
export class Crowd implements CrowdView {
  readonly motions = new Motions();
  private readonly animator = new Animator();
  private readonly clock = new PlayClock();
  private readonly levels: PersonInstances[] = [];
  private readonly figures: BufferGeometry[] = [];
  private readonly meshes: Mesh[] = [];
  private readonly materials: Material[] = [];
  private readonly bones: DataTexture;
  private readonly marks: GroundMarks;
  private readonly counts = new Uint32Array(kLodCount);
  private readonly frustum = new Frustum();
  private readonly matrix = new Matrix4();
  private readonly eye = new Vector3();
  private readonly planes = new Float32Array(24);
  private settings = qualityLevels.medium;
  private nearShare = 1;
  private middleShare = 1;
  private capacity = 512;
  private highlighted = 0;
  private readonly input: BinInput;
  private handsListener: ((handle: number, hands: HandsPose) => void) | null = null;
  /** The local person is not drawn in first person. */
  selfHidden = false;

  constructor(
    private readonly scene: Scene,
    private readonly camera: PerspectiveCamera,
    atmosphere: Atmosphere,
    private readonly nowMs: () => number,
  ) {
    this.bones = bakeClips();
    this.marks = new GroundMarks(4096, atmosphere);
    const depth = makePersonDepthMaterial(this.bones);
    for (let lod = 0; lod < kLodCount; lod++) {
      const level = makeInstances(this.capacity);
      const material = makePersonMaterial(atmosphere, this.bones, lod);
      const mesh = new Mesh(level.geometry, material);
      mesh.frustumCulled = false;
      mesh.matrixAutoUpdate = false;
      mesh.layers.set(kUnmirroredLayer);
      mesh.receiveShadow = lod < 2;
      mesh.castShadow = lod === 0;
      mesh.customDepthMaterial = depth;
      this.levels.push(level);
      this.meshes.push(mesh);
      this.materials.push(material);
    }
    this.marks.mesh.layers.set(kUnmirroredLayer);
    scene.add(this.marks.mesh);
    this.input = this.makeInput();
    for (let i = 0; i < this.input.lookLow.length; i++) this.wearDefault(i);
  }

  private makeInput(): BinInput {
    return {
      motions: this.motions,
      animator: this.animator,
      lookLow: new Uint32Array(256),
      lookHigh: new Uint32Array(256),
      planes: this.planes,
      eyeX: 0,
      eyeY: 0,
      eyeZ: 0,
      limits: { near: 121, middle: 1156, far: 8100, nearMax: 32, reach: 900 * 900 },
      tick: 0,
      seconds: 0,
      frame: 0,
      calm: false,
      hidden: -1,
    };
  }

  /** Reduced motion: nobody sways. */
  set calm(calm: boolean) {
    this.input.calm = calm;
  }

  get count(): number {
    return this.motions.liveCount - (this.motions.has(kSelf) ? 1 : 0);
  }

  apply(settings: QualitySettings): void {
    this.settings = settings;
  }

  /** Distances of the levels for this frame, drawn in where the last one overflowed. */
  private fitLevels(): void {
    const { settings, counts } = this;
    this.nearShare = nextShare(this.nearShare, counts[0]!, settings.crowdNearMax);
    this.middleShare = nextShare(this.middleShare, counts[1]!, settings.crowdMiddleMax);
    const { limits } = this.input;
    limits.near = (settings.crowdNear * this.nearShare) ** 2;
    limits.middle = (settings.crowdMiddle * this.middleShare) ** 2;
    limits.far = settings.crowdFar ** 2;
    limits.nearMax = settings.crowdNearMax;
  }

  setTickLength(milliseconds: number): void {
    this.clock.setTickLength(milliseconds);
    this.motions.setTickLength(milliseconds / 1000);
  }

  followClock(spaceTick: SpaceTick): void {
    this.clock.follow(spaceTick);
  }

  setLook(handle: number, look: bigint): void {
    this.setLookParts(handle, Number(look & 0xffffffffn), Number((look >> 32n) & 0xffffffffn));
  }

  setLookParts(handle: number, low: number, high: number): void {
    this.reserve(handle);
    this.input.lookLow[handle] = low;
    this.input.lookHigh[handle] = high;
  }

  private wearDefault(handle: number): void {
    const [low, high] = defaultLook(handle);
    this.input.lookLow[handle] = low;
    this.input.lookHigh[handle] = high;
  }

  private reserve(handle: number): void {
    if (handle < this.input.lookLow.length) return;
    let size = this.input.lookLow.length;
    while (size <= handle) size *= 2;
    const { lookLow, lookHigh } = this.input;
    this.input.lookLow = new Uint32Array(size);
    this.input.lookHigh = new Uint32Array(size);
    this.input.lookLow.set(lookLow);
    this.input.lookHigh.set(lookHigh);
    for (let i = lookLow.length; i < size; i++) this.wearDefault(i);
    this.animator.reserve(size);
  }

  tell(handle: number, motion: Readonly<Motion>): void {
    this.meet(handle, motion.tick);
    this.motions.take(handle, motion, this.input.tick);
  }

  tellCoarse(handle: number, motion: Readonly<Motion>): void {
    this.meet(handle, motion.tick);
    this.motions.takeCoarse(handle, motion, this.input.tick);
  }

  private meet(handle: number, tick: number): void {
    this.reserve(handle);
    this.clock.observe(tick, this.nowMs());
  }

  setSelf(pose: MovingPose, emote: Emote): void {
    this.motions.pin(kSelf, pose.x, pose.y, pose.z, pose.yaw, pose.pitch, pose.gait | (emote << 4));
  }

  setHands(handle: number, hands: HandsPose): void {
    this.handsListener?.(handle, hands);
  }

  /** Someone (the headset part) draws heads and hands of people in headsets. */
  onHands(listener: ((handle: number, hands: HandsPose) => void) | null): void {
    this.handsListener = listener;
  }

  /** Around the own body, wherever the camera is on a tour. */
  private forgetFar(): void {
    const { motions } = this;
    if (!motions.has(kSelf)) return;
    motions.forgetFar(motions.x[kSelf]!, motions.z[kSelf]!, this.input.tick, kSelf);
  }

  remove(handle: number): void {
    this.motions.remove(handle);
    if (handle < this.input.lookLow.length) this.wearDefault(handle);
    if (this.highlighted === handle) this.highlighted = 0;
  }

  clear(): void {
    const keep = this.motions.has(kSelf);
    const self = this.position(kSelf);
    this.motions.clear();
    this.clock.restart();
    for (let i = 1; i < this.input.lookLow.length; i++) this.wearDefault(i);
    if (keep && self) this.motions.pin(kSelf, self.x, self.y, self.z, self.yaw, self.pitch, 0);
  }

  emote(handle: number, emote: Emote): void {
    if (this.motions.has(handle)) {
      this.motions.state[handle] = (this.motions.state[handle]! & 15) | (emote << 4);
    }
  }

  position(handle: number): Pose | null {
    const s = this.motions;
    if (!s.has(handle)) return null;
    return {
      x: s.x[handle]!,
      y: s.y[handle]!,
      z: s.z[handle]!,
      yaw: s.yaw[handle]!,
      pitch: s.pitch[handle]!,
    };
  }

  highlight(handle: number): void {
    this.highlighted = handle;
  }

  pick(x: number, y: number): number {
    const canvas = { width: this.viewWidth, height: this.viewHeight };
    const ray = new Vector3((x / canvas.width) * 2 - 1, 1 - (y / canvas.height) * 2, 0.5)
      .unproject(this.camera)
      .sub(this.camera.position)
      .normalize();
    const eye = this.camera.position;
    let best = 0;
    let nearest = 80;
    const s = this.motions;
    for (let i = 0; i < s.liveCount; i++) {
      const handle = s.live[i]!;
      if (handle === kSelf) continue;
      const along = rayMeetsBody(eye, ray, s.x[handle]!, s.y[handle]!, s.z[handle]!);
      if (along > 0.3 && along < nearest) {
        nearest = along;
        best = handle;
      }
    }
    return best;
  }

  viewWidth = 1;
  viewHeight = 1;

  /** Once a frame, after the camera moved. */
  update(seconds: number): void {
    const input = this.input;
    this.ensureCapacity();
    this.fitLevels();
    this.matrix.multiplyMatrices(this.camera.projectionMatrix, this.camera.matrixWorldInverse);
    this.frustum.setFromProjectionMatrix(this.matrix);
    this.frustum.planes.forEach((plane, i) => {
      this.planes[i * 4] = plane.normal.x;
      this.planes[i * 4 + 1] = plane.normal.y;
      this.planes[i * 4 + 2] = plane.normal.z;
      this.planes[i * 4 + 3] = plane.constant;
    });
    this.camera.getWorldPosition(this.eye);
    input.eyeX = this.eye.x;
    input.eyeY = this.eye.y;
    input.eyeZ = this.eye.z;
    input.seconds = seconds;
    input.tick = this.clock.tick(this.nowMs(), seconds);
    if (input.frame++ % kForgetEvery === 0) this.forgetFar();
    input.hidden = this.selfHidden ? kSelf : -1;
    binPeople(
      input,
      this.levels.map((level) => level.arrays),
      this.counts,
    );
    this.levels.forEach((level, lod) => {
      level.flush(this.counts[lod]!);
      this.meshes[lod]!.visible = this.counts[lod]! > 0;
      if (this.counts[lod]! > 0) this.dress(lod);
    });
    this.markGround();
  }

  /** Draws of the last frame: figures in use, their marks, and the near figures' shadow. */
  get drawCalls(): number {
    const figures = this.counts.reduce((sum, n) => sum + (n > 0 ? 1 : 0), 0);
    return figures + (this.marks.mesh.visible ? 1 : 0) + (this.counts[0]! > 0 ? 1 : 0);
  }

  /** People drawn in the last frame. */
  get drawnCount(): number {
    return this.counts.reduce((sum, n) => sum + n, 0);
  }

  /** Under all but the cards; nearest first, should they be more than there is room for. */
  private markGround(): void {
    const { crowdFar, shadowSize } = this.settings;
    this.marks.reset(crowdFar);
    for (let lod = 0; lod < 3; lod++) {
      const place = this.levels[lod]!.arrays.place;
      const end = this.counts[lod]! * 4;
      const mark = lod === 0 && shadowSize > 0 ? Mark.contact : Mark.shadow;
      for (let i = 0; i < end; i += 4) {
        this.marks.add(place[i]!, place[i + 1]!, place[i + 2]!, mark);
      }
    }
    const m = this.motions;
    const h = this.highlighted;
    if (h > 0 && m.has(h)) this.marks.add(m.x[h]!, m.y[h]!, m.z[h]!, Mark.ring);
    this.marks.flush();
  }

  /** A figure is built, and its program compiled, when the first person is drawn with it. */
  private dress(lod: number): void {
    if (this.figures[lod]) return;
    const figure = buildPerson(lod);
    this.figures[lod] = figure;
    this.levels[lod]!.dress(figure);
    this.scene.add(this.meshes[lod]!);
  }

  private ensureCapacity(): void {
    if (this.motions.liveCount <= this.capacity) return;
    while (this.capacity < this.motions.liveCount) this.capacity *= 2;
    for (let lod = 0; lod < kLodCount; lod++) {
      const old = this.levels[lod]!.geometry;
      const level = makeInstances(this.capacity);
      const figure = this.figures[lod];
      if (figure) level.dress(figure);
      this.levels[lod] = level;
      this.meshes[lod]!.geometry = level.geometry;
      // Only the per-person buffers are freed; the figure itself is shared with the new one.
      for (const name of ['position', 'normal', 'aSkin', 'aShown']) old.deleteAttribute(name);
      old.setIndex(null);
      old.dispose();
    }
  }

  dispose(): void {
    for (const mesh of this.meshes) {
      this.scene.remove(mesh);
      mesh.geometry.dispose();
      mesh.customDepthMaterial?.dispose();
    }
    for (const material of this.materials) material.dispose();
    this.scene.remove(this.marks.mesh);
    this.marks.mesh.geometry.dispose();
    this.bones.dispose();
  }
}

/** Metres along the ray to an upright body of 0.35 m radius and 1.8 m height; -1 = misses. */
export function rayMeetsBody(eye: Vector3, ray: Vector3, x: number, y: number, z: number): number {
  const flat = ray.x * ray.x + ray.z * ray.z;
  const dx = x - eye.x;
  const dz = z - eye.z;
  if (flat < 1e-9) return -1;
  const along = (dx * ray.x + dz * ray.z) / flat;
  if (along <= 0) return -1;
  const missX = eye.x + ray.x * along - x;
  const missZ = eye.z + ray.z * along - z;
  if (missX * missX + missZ * missZ > 0.35 * 0.35) return -1;
  const height = eye.y + ray.y * along - y;
  return height > -0.1 && height < 1.95 ? along : -1;
}
