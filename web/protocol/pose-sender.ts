// Turns poses into numbered frames and knows which of them the server has not answered yet.
import type { Connection } from './connection';
import { encodeHandsPoseFrame, encodePoseFrame } from './generated/frames';
import type { HandsPoseFrame } from './generated/frames';
import { pitchToWire, toWire, turnToWire } from './position';

export interface BodyPose {
  x: number;
  y: number;
  z: number;
  yaw: number;
  pitch: number;
  gait: number;
}

/** Sequence numbers are 16 bits and wrap: a is later than b if less than half a turn ahead. */
export function isLater(a: number, b: number): boolean {
  return a !== b && ((a - b) & 0xffff) < 0x8000;
}

export class PoseSender {
  /** Of the last pose sent. */
  sequence = 0;

  constructor(
    private readonly connection: Connection,
    private readonly nowMs: () => number,
  ) {}

  send(pose: BodyPose): boolean {
    const next = (this.sequence + 1) & 0xffff;
    const sent = this.connection.sendFrame(
      encodePoseFrame({
        sequence: next,
        timeMs: Math.floor(this.nowMs()) >>> 0,
        ...toWire(pose.x, pose.y, pose.z),
        yaw: turnToWire(pose.yaw, 65_536),
        pitch: pitchToWire(pose.pitch),
        gait: pose.gait,
      }),
    );
    if (sent) this.sequence = next;
    return sent;
  }

  sendHands(frame: HandsPoseFrame): boolean {
    return this.connection.sendFrame(encodeHandsPoseFrame(frame));
  }
}
