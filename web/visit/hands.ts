// Head and hands of someone in a headset, between the engine's shape and the wire's.
import type { HandsPose, TrackedPose } from '../engine';
import type { HandsFrame, HandsPoseFrame } from '../protocol';

const kPerM = 1024;
const kPerTurn = 127;
const kPresent = { head: 1, left: 2, right: 4 } as const;

type Member = keyof typeof kPresent;
type Seven = [number, number, number, number, number, number, number];

function seven(pose: TrackedPose | null): Seven {
  if (!pose) return [0, 0, 0, 0, 0, 0, kPerTurn];
  const metres = (value: number) => Math.max(-32_768, Math.min(32_767, Math.round(value * kPerM)));
  const turn = (value: number) => Math.max(-127, Math.min(127, Math.round(value * kPerTurn)));
  const [x, y, z] = pose.position;
  const [qx, qy, qz, qw] = pose.turn;
  return [metres(x), metres(y), metres(z), turn(qx), turn(qy), turn(qz), turn(qw)];
}

function tracked([x, y, z, qx, qy, qz, qw]: Seven): TrackedPose {
  const length = Math.hypot(qx, qy, qz, qw) || 1;
  return {
    position: [x / kPerM, y / kPerM, z / kPerM],
    turn: [qx / length, qy / length, qz / length, qw / length],
  };
}

export function toWireHands(hands: HandsPose): HandsPoseFrame {
  const [headX, headY, headZ, headQx, headQy, headQz, headQw] = seven(hands.head);
  const [leftX, leftY, leftZ, leftQx, leftQy, leftQz, leftQw] = seven(hands.left);
  const [rightX, rightY, rightZ, rightQx, rightQy, rightQz, rightQw] = seven(hands.right);
  const bit = (member: Member) => (hands[member] ? kPresent[member] : 0);
  return {
    headX,
    headY,
    headZ,
    headQx,
    headQy,
    headQz,
    headQw,
    leftX,
    leftY,
    leftZ,
    leftQx,
    leftQy,
    leftQz,
    leftQw,
    rightX,
    rightY,
    rightZ,
    rightQx,
    rightQy,
    rightQz,
    rightQw,
    present: bit('head') | bit('left') | bit('right'),
  };
}

export function fromWireHands(r: HandsFrame['records'], i: number): HandsPose {
  const has = (member: Member) => (r.present(i) & kPresent[member]) !== 0;
  return {
    head: has('head')
      ? tracked([
          r.headX(i),
          r.headY(i),
          r.headZ(i),
          r.headQx(i),
          r.headQy(i),
          r.headQz(i),
          r.headQw(i),
        ])
      : null,
    left: has('left')
      ? tracked([
          r.leftX(i),
          r.leftY(i),
          r.leftZ(i),
          r.leftQx(i),
          r.leftQy(i),
          r.leftQz(i),
          r.leftQw(i),
        ])
      : null,
    right: has('right')
      ? tracked([
          r.rightX(i),
          r.rightY(i),
          r.rightZ(i),
          r.rightQx(i),
          r.rightQy(i),
          r.rightQz(i),
          r.rightQw(i),
        ])
      : null,
  };
}
