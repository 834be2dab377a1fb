import { Euler, Group, Matrix4, Quaternion, Vector3 } from 'three';
import type { PerspectiveCamera, Scene, WebGLRenderer } from 'three';
import type { Player } from '../player/player.js';
import type { HandsPose, TrackedPose, View } from '../types.js';

const kDeadZone = 0.18;
const kSnap = Math.PI / 6;
const kSendMs = 100;

export interface XrHost {
  renderer: WebGLRenderer;
  scene: Scene;
  camera: PerspectiveCamera;
  player: Player;
  nowMs: () => number;
}

/** One stay in a headset: the person walks by thumbstick, looks and points by themselves. */
export class XrVisit {
  private readonly dolly = new Group();
  private turn: number;
  private snapped = false;
  private lastSent = -Infinity;
  private readonly viewBefore: View;
  private readonly head = new Vector3();
  private readonly headTurn = new Quaternion();
  private readonly euler = new Euler(0, 0, 0, 'YXZ');
  private readonly matrix = new Matrix4();

  private constructor(
    private readonly session: XRSession,
    private readonly host: XrHost,
    private readonly onHands: (hands: HandsPose) => void,
  ) {
    this.turn = host.player.rig.yaw;
    this.viewBefore = host.player.view;
    this.dolly.add(host.camera);
    host.scene.add(this.dolly);
  }

  static async begin(
    session: XRSession,
    host: XrHost,
    onHands: (hands: HandsPose) => void,
    onEnd: () => void,
  ): Promise<XrVisit> {
    const visit = new XrVisit(session, host, onHands);
    session.addEventListener('end', () => {
      visit.restore();
      onEnd();
    });
    host.renderer.xr.enabled = true;
    host.renderer.xr.setReferenceSpaceType('local-floor');
    await host.renderer.xr.setSession(session);
    host.player.view = 'first';
    return visit;
  }

  async end(): Promise<void> {
    await this.session.end();
  }

  private restore(): void {
    const { renderer, scene, camera, player } = this.host;
    renderer.xr.enabled = false;
    this.dolly.remove(camera);
    scene.remove(this.dolly);
    player.drive(null);
    player.view = this.viewBefore;
    player.rig.yaw = this.turn;
    player.rig.settle();
  }

  update(seconds: number): void {
    const { camera, player } = this.host;
    const feet = player.position;
    this.dolly.position.set(feet.x, feet.y, feet.z);
    this.dolly.rotation.set(0, this.turn, 0);
    this.dolly.updateMatrixWorld(true);
    camera.getWorldPosition(this.head);
    camera.getWorldQuaternion(this.headTurn);
    this.euler.setFromQuaternion(this.headTurn, 'YXZ');
    player.rig.yaw = this.euler.y;
    player.rig.pitch = this.euler.x;
    this.readSticks();
    this.send();
    void seconds;
  }

  private readSticks(): void {
    let right = 0;
    let forward = 0;
    let jump = false;
    for (const source of this.session.inputSources) {
      const axes = source.gamepad?.axes;
      if (!axes) continue;
      // The thumbstick is the second pair; some devices leave the first one empty.
      const x = axes[2] ?? axes[0] ?? 0;
      const y = axes[3] ?? axes[1] ?? 0;
      if (source.handedness === 'right') {
        this.snap(x);
        jump ||= source.gamepad?.buttons[4]?.pressed ?? false;
      } else {
        right = Math.abs(x) > kDeadZone ? x : 0;
        forward = Math.abs(y) > kDeadZone ? -y : 0;
      }
    }
    this.host.player.drive({ right, forward, run: Math.hypot(right, forward) > 0.95, jump });
  }

  private snap(x: number): void {
    if (Math.abs(x) < 0.5) this.snapped = false;
    else if (!this.snapped) {
      this.snapped = true;
      this.turn -= Math.sign(x) * kSnap;
    }
  }

  private send(): void {
    const now = this.host.nowMs();
    if (now - this.lastSent < kSendMs) return;
    const { xr } = this.host.renderer;
    const frame = xr.getFrame();
    const space = xr.getReferenceSpace();
    // A picture that the page asked for, not the headset: it knows of no hands.
    if (!frame || !space) return;
    this.lastSent = now;
    const hands: HandsPose = {
      head: this.tracked(this.head, this.headTurn),
      left: null,
      right: null,
    };
    for (const source of this.session.inputSources) {
      const wrist = source.hand?.get('wrist') ?? source.gripSpace;
      if (!wrist || source.handedness === 'none') continue;
      const pose = frame.getPose(wrist, space);
      if (!pose) continue;
      this.matrix.fromArray(pose.transform.matrix).premultiply(this.dolly.matrixWorld);
      const position = new Vector3();
      const turn = new Quaternion();
      this.matrix.decompose(position, turn, new Vector3());
      hands[source.handedness] = this.tracked(position, turn);
    }
    this.onHands(hands);
  }

  /** Relative to the feet, along the axes of the space. */
  private tracked(position: Vector3, turn: Quaternion): TrackedPose {
    const feet = this.host.player.position;
    return {
      position: [position.x - feet.x, position.y - feet.y, position.z - feet.z],
      turn: [turn.x, turn.y, turn.z, turn.w],
    };
  }
}
