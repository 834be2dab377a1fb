// Motions out of crowd and crowd_cells frames (docs/protocol.md, "What a viewer is sent").
import type { CrowdCellsFrame, CrowdFrame } from './generated/frames';
import { crowdWire, wirePosition } from './generated/frames';
import { walk } from './generated/walk';
import { axisFromWire, heightFromWire, pitchFromWire, turnFromWire } from './position';

/** How somebody moves from a tick on: metres, metres a second, radians. */
export interface Motion {
  tick: number;
  x: number;
  y: number;
  z: number;
  velocityX: number;
  velocityZ: number;
  yaw: number;
  pitch: number;
  /** Gait in the low four bits, emote in the high four. */
  state: number;
}

/** The motion is one object for all records of a frame: take out of it what is to be kept. */
export type MotionVisitor = (handle: number, motion: Readonly<Motion>) => void;

const blank = (): Motion => ({
  tick: 0,
  x: 0,
  y: 0,
  z: 0,
  velocityX: 0,
  velocityZ: 0,
  yaw: 0,
  pitch: 0,
  state: 0,
});

export function readCrowd({ tick, count, records }: CrowdFrame, visit: MotionVisitor): void {
  const motion = blank();
  for (let i = 0; i < count; i++) {
    motion.tick = tick - records.ageTicks(i);
    motion.x = axisFromWire(records.cellX(i), records.offsetX(i));
    motion.y = heightFromWire(records.height(i));
    motion.z = axisFromWire(records.cellZ(i), records.offsetZ(i));
    motion.velocityX = records.velocityX(i) / crowdWire.velocityPerMS;
    motion.velocityZ = records.velocityZ(i) / crowdWire.velocityPerMS;
    motion.yaw = turnFromWire(records.yaw(i), kYaws);
    motion.pitch = pitchFromWire(records.pitch(i));
    motion.state = records.state(i);
    visit(records.handle(i), motion);
  }
}

const kYaws = 256;
const kWaysInYaws = kYaws / 16;
const kOffsetsPerM = kYaws / crowdWire.cellM;
const kHighest = 65_535;
/** Speed of each gait at full pace; those who stand and sit have none. */
const kFullMS = [0, walk.walkMS, walk.runMS, walk.runMS];
const kEast = Float64Array.from({ length: kYaws }, (_, yaw) => -Math.sin(turnFromWire(yaw, kYaws)));
const kSouth = Float64Array.from(
  { length: kYaws },
  (_, yaw) => -Math.cos(turnFromWire(yaw, kYaws)),
);

/** Pitch is not told of people farther off. Records before any heading are nobody's. */
export function readCells(frame: CrowdCellsFrame, visit: MotionVisitor): void {
  const { records, count } = frame;
  const motion = blank();
  let headed = false;
  let [edgeX, edgeZ, lowest, step] = [0, 0, 0, 1];
  for (let i = 0; i < count; i++) {
    const handle = records.handle(i);
    if (handle === 0) {
      headed = true;
      edgeX = (frame.originX + records.x(i)) * crowdWire.cellM;
      edgeZ = (frame.originZ + records.z(i)) * crowdWire.cellM;
      lowest = records.height(i) + 256 * records.yaw(i);
      step = 2 ** records.state(i);
      motion.tick = frame.tick - records.pace(i);
      continue;
    }
    if (!headed) continue;
    const yaw = records.yaw(i);
    const pace = records.pace(i);
    const state = records.state(i);
    const speed = ((kFullMS[state & 15] ?? 0) * (pace & 15)) / crowdWire.paceSteps;
    const way = (yaw + (pace >> 4) * kWaysInYaws) & (kYaws - 1);
    const height = Math.min(lowest + records.height(i) * step, kHighest);
    motion.x = edgeX + records.x(i) / kOffsetsPerM;
    motion.y = height / wirePosition.heightPerM + wirePosition.heightZeroM;
    motion.z = edgeZ + records.z(i) / kOffsetsPerM;
    motion.velocityX = kEast[way]! * speed;
    motion.velocityZ = kSouth[way]! * speed;
    motion.yaw = turnFromWire(yaw, kYaws);
    motion.state = state;
    visit(handle, motion);
  }
}
