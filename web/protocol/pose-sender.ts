// Tells the server how this person moves, when what it was told last is no longer true
// (docs/protocol.md, "Motions"): dead reckoning, seen from the one who is reckoned.
import type { Connection } from './connection';
import { crowdWire, encodeHandsPoseFrame, encodePoseFrame } from './generated/frames';
import type { HandsPoseFrame } from './generated/frames';
import { pitchToWire, toWire, turnToWire } from './position';

export interface BodyPose {
  x: number;
  y: number;
  z: number;
  yaw: number;
  pitch: number;
  gait: number;
  /** m/s, as the body really moves. */
  velocityX: number;
  velocityZ: number;
}

/** At most twenty poses a second. */
const kLeastGapMs = 50;
/** A pose before an act is told unless the last one says the same to within this. */
const kSamePlaceM = 0.01;
/** A pose that the server has not accepted by then was lost, or came from where it did not wait. */
const kAnswerMs = 3000;
const kFastest = 127;
const kStand = 0;
const kSit = 4;

/** Sequence numbers are 16 bits and wrap: a is later than b if less than half a turn ahead. */
export function isLater(a: number, b: number): boolean {
  return a !== b && ((a - b) & 0xffff) < 0x8000;
}

const velocityToWire = (metresPerS: number): number =>
  Math.max(-kFastest, Math.min(kFastest, Math.round(metresPerS * crowdWire.velocityPerMS)));

const turned = (a: number, b: number): number =>
  Math.abs(Math.atan2(Math.sin(a - b), Math.cos(a - b)));

const rests = (gait: number): boolean => gait === kStand || gait === kSit;

export class PoseSender {
  /** Of the last pose sent. */
  sequence = 0;
  private newest: BodyPose | null = null;
  /** What the others reckon with; its velocity is rounded as on the wire. */
  private told: BodyPose | null = null;
  private toldMs = 0;

  constructor(
    private readonly connection: Connection,
    private readonly nowMs: () => number,
  ) {}

  /** The body of this frame; goes out if the others would be wrong about it. */
  update(pose: BodyPose): void {
    this.newest = pose;
    const nowMs = this.nowMs();
    if (this.told && nowMs - this.toldMs < kLeastGapMs) return;
    if (this.isNews(pose, nowMs)) this.send(pose, nowMs);
  }

  /** Before an act that depends on where one is: the server knows the place first. */
  flush(): void {
    const nowMs = this.nowMs();
    const pose = this.newest;
    if (pose && (this.wrongM(pose, nowMs) > kSamePlaceM || this.reckons)) this.send(pose, nowMs);
  }

  /** Nobody moves this body for now (the page is hidden): it stands where it is. */
  stop(): void {
    if (!this.newest) return;
    const gait = this.newest.gait === kSit ? kSit : kStand;
    this.newest = { ...this.newest, gait, velocityX: 0, velocityZ: 0 };
    if (this.isNews(this.newest, this.nowMs())) this.send(this.newest, this.nowMs());
  }

  /** What was told counts no more (a welcome, a correction): the next pose goes out at once. */
  renew(): void {
    this.told = null;
  }

  /**
   * The last pose that the server has accepted. Who stands says so once: if that was lost, the
   * others would have this person elsewhere for good. Comes while the page is hidden, too.
   */
  confirm(accepted: number): void {
    if (!this.told || !this.newest || accepted === this.sequence) return;
    const nowMs = this.nowMs();
    if (nowMs - this.toldMs >= kAnswerMs) this.send(this.newest, nowMs);
  }

  sendHands(frame: HandsPoseFrame): boolean {
    return this.connection.sendFrame(encodeHandsPoseFrame(frame));
  }

  /** True while the others move this person by themselves. */
  private get reckons(): boolean {
    return this.told !== null && (this.told.velocityX !== 0 || this.told.velocityZ !== 0);
  }

  private isNews(pose: BodyPose, nowMs: number): boolean {
    const { told } = this;
    if (!told || told.gait !== pose.gait) return true;
    if (this.reckons && nowMs - this.toldMs >= crowdWire.renewS * 1000) return true;
    return (
      this.wrongM(pose, nowMs) > crowdWire.toleranceM ||
      Math.abs(told.y - pose.y) > crowdWire.toleranceHeightM ||
      turned(told.yaw, pose.yaw) > crowdWire.toleranceTurn ||
      Math.abs(told.pitch - pose.pitch) > crowdWire.toleranceTurn
    );
  }

  /** Metres from where the others have this person to where it is. */
  private wrongM(pose: BodyPose, nowMs: number): number {
    const { told } = this;
    if (!told) return Infinity;
    const seconds = (nowMs - this.toldMs) / 1000;
    return Math.hypot(
      told.x + told.velocityX * seconds - pose.x,
      told.z + told.velocityZ * seconds - pose.z,
    );
  }

  private send(pose: BodyPose, nowMs: number): void {
    const next = (this.sequence + 1) & 0xffff;
    const still = rests(pose.gait);
    const velocityX = still ? 0 : velocityToWire(pose.velocityX);
    const velocityZ = still ? 0 : velocityToWire(pose.velocityZ);
    const sent = this.connection.sendFrame(
      encodePoseFrame({
        sequence: next,
        timeMs: Math.floor(nowMs) >>> 0,
        ...toWire(pose.x, pose.y, pose.z),
        yaw: turnToWire(pose.yaw, 65_536),
        pitch: pitchToWire(pose.pitch),
        gait: pose.gait,
        velocityX,
        velocityZ,
      }),
    );
    if (!sent) return;
    this.sequence = next;
    this.toldMs = nowMs;
    this.told = {
      ...pose,
      velocityX: velocityX / crowdWire.velocityPerMS,
      velocityZ: velocityZ / crowdWire.velocityPerMS,
    };
  }
}
