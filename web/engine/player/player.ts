import type { PerspectiveCamera } from 'three';
import { walk } from '../../protocol/generated/walk.js';
import { kSelf } from '../crowd/crowd.js';
import type { Crowd } from '../crowd/crowd.js';
import { Listeners } from '../listeners.js';
import { approach, mixAngle, wrapAngle } from '../math.js';
import { Emote, Gait } from '../types.js';
import type { MovingPose, PlayerControl, Pose, PoseInMotion, Unsubscribe, View } from '../types.js';
import { step } from '../walk/index.js';
import type { WalkState } from '../walk/index.js';
import { CameraRig } from './camera-rig.js';
import type { Ground } from './ground.js';
import type { Input, Intent } from './input.js';

const kStepS = 0.1;
const kTurnHalfLife = 0.07;
const kPaceHalfLife = 0.055;
/** Corrections up to this length are blended in over a moment. */
const kSoftCorrection = 4;
/** Below this height one has fallen out of the city. */
const kFallM = 60;

/** Seconds that an emote lasts by itself; the others last until the next step. */
const kEmoteSeconds: Partial<Record<Emote, number>> = {
  [Emote.wave]: 2.6,
  [Emote.clap]: 3.1,
  [Emote.bow]: 3.2,
  [Emote.point]: 3,
  [Emote.cheer]: 3,
};

export interface Drive {
  right: number;
  forward: number;
  run?: boolean;
  jump?: boolean;
}

/** Who moves the camera. */
export type Viewpoint = 'own' | 'tour' | 'headset';

/** The local person: wishes become steps of the walk solver, steps become poses. */
export class Player implements PlayerControl {
  readonly rig: CameraRig;
  enabled = true;
  private state: WalkState = { feet: { x: 0, y: 0, z: 0 }, verticalMS: 0, grounded: true };
  private bodyYaw = 0;
  private paceX = 0;
  private paceZ = 0;
  private gait_ = Gait.stand;
  private emote_ = Emote.none;
  private emoteLeft = 0;
  private driven: Drive | null = null;
  private waiting = false;
  private ground_: Ground | null = null;
  /** What a soft correction still has to move the drawn body. */
  private readonly slip = { x: 0, y: 0, z: 0 };
  /** Over the last frame, m/s: less than the pace along a wall, none in a corner. */
  private readonly velocity = { x: 0, z: 0 };
  private safe: Pose | null = null;
  private readonly poseListeners = new Listeners<[PoseInMotion]>();
  private readonly interactListeners = new Listeners<[]>();
  private readonly viewListeners = new Listeners<[View]>();
  private readonly emoteListeners = new Listeners<[Emote]>();

  constructor(
    camera: PerspectiveCamera,
    private readonly crowd: Crowd,
    private readonly input: Input,
  ) {
    this.rig = new CameraRig(camera);
  }

  get position(): Readonly<{ x: number; y: number; z: number }> {
    return this.state.feet;
  }

  get yaw(): number {
    return this.bodyYaw;
  }

  get gaze(): number {
    return this.rig.yaw;
  }

  get pitch(): number {
    return this.rig.pitch;
  }

  get gait(): Gait {
    return this.gait_;
  }

  get view(): View {
    return this.rig.view;
  }

  set view(view: View) {
    if (view === this.rig.view) return;
    this.rig.view = view;
    this.viewListeners.tell(view);
  }

  pose(): MovingPose {
    const { x, y, z } = this.state.feet;
    const look = this.rig.view === 'first' ? this.rig.pitch : this.rig.pitch * 0.5;
    return { x, y, z, yaw: wrapAngle(this.bodyYaw), pitch: look, gait: this.gait_ };
  }

  setPose(pose: Partial<Pose>): void {
    const { feet } = this.state;
    const x = pose.x ?? feet.x;
    const y = pose.y ?? feet.y;
    const z = pose.z ?? feet.z;
    this.state = { feet: { x, y, z }, verticalMS: 0, grounded: true };
    this.paceX = this.paceZ = 0;
    this.velocity.x = this.velocity.z = 0;
    this.slip.x = this.slip.y = this.slip.z = 0;
    if (pose.yaw !== undefined) this.bodyYaw = this.rig.yaw = pose.yaw;
    if (pose.pitch !== undefined) this.rig.pitch = pose.pitch;
    this.safe = this.pose();
    this.rig.settle();
    this.waitForGround();
  }

  teleport(pose: Partial<Pose>): void {
    this.setPose(pose);
    this.gait_ = Gait.stand;
    this.report();
  }

  private waitForGround(): void {
    const { x, z } = this.state.feet;
    if (!this.ground || this.ground.ready(x, z)) {
      this.waiting = false;
      return;
    }
    this.waiting = true;
    // What fails is asked for again by the ground's own update.
    void this.ground.ensure(x, z).catch(() => undefined);
  }

  /** Told on at once: a long frame's run leads out of where the server waits for this body. */
  correct(pose: Partial<Pose>): void {
    this.correctFeet(pose);
    this.report();
  }

  private correctFeet(pose: Partial<Pose>): void {
    const before = this.state.feet;
    const x = pose.x ?? before.x;
    const y = pose.y ?? before.y;
    const z = pose.z ?? before.z;
    const length = Math.hypot(x - before.x, y - before.y, z - before.z);
    if (length > kSoftCorrection) {
      this.setPose(pose);
      return;
    }
    this.state = { feet: { x, y, z }, verticalMS: 0, grounded: true };
    this.slip.x += before.x - x;
    this.slip.y += before.y - y;
    this.slip.z += before.z - z;
  }

  setLook(look: bigint): void {
    this.crowd.setLook(kSelf, look);
  }

  emote(emote: Emote): void {
    this.emote_ = emote;
    this.emoteLeft = kEmoteSeconds[emote] ?? Infinity;
    this.emoteListeners.tell(emote);
  }

  onPose(listener: (pose: PoseInMotion) => void): Unsubscribe {
    return this.poseListeners.add(listener);
  }

  onInteract(listener: () => void): Unsubscribe {
    return this.interactListeners.add(listener);
  }

  onView(listener: (view: View) => void): Unsubscribe {
    return this.viewListeners.add(listener);
  }

  onEmote(listener: (emote: Emote) => void): Unsubscribe {
    return this.emoteListeners.add(listener);
  }

  drive(input: Drive | null): void {
    this.driven = input;
  }

  get ground(): Ground | null {
    return this.ground_;
  }

  /** Nobody falls before the ground under the feet is here. */
  set ground(ground: Ground | null) {
    this.ground_ = ground;
    this.waitForGround();
  }

  /** One frame: move, place the camera, tell the crowd and the listeners. */
  update(seconds: number, viewpoint: Viewpoint): void {
    const cameraFree = viewpoint !== 'own';
    this.input.enabled = this.enabled && !cameraFree;
    const intent = this.intent(seconds);
    if (intent.toggleView) this.view = this.rig.view === 'third' ? 'first' : 'third';
    if (intent.interact) this.interactListeners.tell();
    this.rig.look(intent.turn, intent.tilt, intent.zoom);
    const { feet } = this.state;
    if (this.waiting && this.ground_?.ready(feet.x, feet.z)) this.waiting = false;
    if (!this.waiting) this.walk(intent, seconds);
    this.fadeSlip(seconds);
    this.ageEmote(seconds);
    const { x, y, z } = this.state.feet;
    const drawn = { x: x + this.slip.x, y: y + this.slip.y, z: z + this.slip.z };
    if (!cameraFree) this.rig.update(drawn, this.ground, seconds);
    // A tour shows the own body where it stands; in a headset one would look at it from inside.
    this.crowd.selfHidden = viewpoint === 'headset' || (viewpoint === 'own' && this.rig.hidesSelf);
    this.crowd.setSelf({ ...this.pose(), ...drawn }, this.emote_);
    this.ground?.update(x, z);
    if (!this.waiting) this.report();
  }

  private intent(seconds: number): Intent {
    const intent = this.input.take(seconds);
    const d = this.driven;
    if (!d) return intent;
    return {
      ...intent,
      right: d.right,
      forward: d.forward,
      run: d.run ?? false,
      jump: d.jump ?? false,
    };
  }

  private walk(intent: Intent, seconds: number): void {
    const length = Math.hypot(intent.right, intent.forward);
    const top = intent.run ? walk.runMS * 0.98 : walk.walkMS;
    const speed = Math.min(1, length) * top;
    const sin = Math.sin(this.rig.yaw);
    const cos = Math.cos(this.rig.yaw);
    const right = length > 0 ? intent.right / length : 0;
    const forward = length > 0 ? intent.forward / length : 0;
    const wantX = (right * cos - forward * sin) * speed;
    const wantZ = (-right * sin - forward * cos) * speed;
    const t = approach(seconds, kPaceHalfLife);
    this.paceX += (wantX - this.paceX) * t;
    this.paceZ += (wantZ - this.paceZ) * t;
    if (length < 0.01 && Math.hypot(this.paceX, this.paceZ) < 0.08) this.paceX = this.paceZ = 0;
    this.move(intent.jump, seconds);
    this.turnBody(length > 0.05, wantX, wantZ, seconds);
    this.gait_ = this.gaitNow();
    if (this.gait_ !== Gait.stand && this.emote_ !== Emote.none) this.emote(Emote.none);
  }

  private move(jump: boolean, seconds: number): void {
    const from = this.state.feet;
    // Where frames are slow, one frame is several steps: the way walked depends on time alone.
    for (let left = seconds; this.ground && left > 1e-6; left -= kStepS) {
      const input = { xMS: this.paceX, zMS: this.paceZ, jump: jump && left === seconds };
      this.state = step(this.ground.world, this.state, input, Math.min(left, kStepS));
    }
    const { feet, grounded } = this.state;
    if (seconds > 0) {
      this.velocity.x = (feet.x - from.x) / seconds;
      this.velocity.z = (feet.z - from.z) / seconds;
    }
    if (grounded && this.ground?.ready(feet.x, feet.z))
      this.safe = { ...feet, yaw: this.bodyYaw, pitch: 0 };
    else if (this.safe && feet.y < this.safe.y - kFallM) this.setPose(this.safe);
  }

  private turnBody(moving: boolean, x: number, z: number, seconds: number): void {
    const t = approach(seconds, kTurnHalfLife);
    if (this.rig.view === 'first') this.bodyYaw = this.rig.yaw;
    else if (moving) this.bodyYaw = mixAngle(this.bodyYaw, Math.atan2(-x, -z), t);
  }

  private gaitNow(): Gait {
    if (!this.state.grounded) return Gait.air;
    const pace = Math.hypot(this.paceX, this.paceZ);
    if (pace < 0.15) return Gait.stand;
    return pace > 3.4 ? Gait.run : Gait.walk;
  }

  private fadeSlip(seconds: number): void {
    const keep = 1 - approach(seconds, 0.09);
    this.slip.x *= keep;
    this.slip.y *= keep;
    this.slip.z *= keep;
  }

  private ageEmote(seconds: number): void {
    if (this.emote_ === Emote.none) return;
    this.emoteLeft -= seconds;
    if (this.emoteLeft <= 0) this.emote(Emote.none);
  }

  private report(): void {
    const { x, z } = this.velocity;
    this.poseListeners.tell({ ...this.pose(), velocityX: x, velocityZ: z });
  }
}
