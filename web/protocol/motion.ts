// Motions out of crowd and crowd_cells frames (docs/protocol.md, "What a viewer is sent").
import type { CrowdCellsFrame, CrowdCellsRecords, CrowdFrame } from './generated/frames';
import { crowdWire } from './generated/frames';
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
const kOffsetsPerM = kYaws / crowdWire.cellM;
const kDetail = crowdWire.detailHandle;
/** Speed of each gait at full pace; those who stand and sit have none. */
const kFullMS = [0, walk.walkMS, walk.runMS, walk.runMS];
const kEast = Float64Array.from({ length: kYaws }, (_, yaw) => -Math.sin(turnFromWire(yaw, kYaws)));
const kSouth = Float64Array.from(
  { length: kYaws },
  (_, yaw) => -Math.cos(turnFromWire(yaw, kYaws)),
);

const heightOf = (records: CrowdCellsRecords, detail: number): number =>
  heightFromWire(records.x(detail) + 256 * records.z(detail));

/**
 * Pitch is not told of people farther off. Records that are nobody's are left out: people without a
 * heading and its detail before them, details of nothing. The twin of kernel/crowd/cell_reader.
 */
export function readCells(frame: CrowdCellsFrame, visit: MotionVisitor): void {
  const { records, count } = frame;
  const motion = blank();
  let headed = false;
  let [edgeX, edgeZ, level] = [0, 0, 0];
  for (let i = 0; i < count; i++) {
    const handle = records.handle(i);
    if (handle === kDetail) continue;
    const detailed = i + 1 < count && records.handle(i + 1) === kDetail;
    if (handle === 0) {
      headed = detailed;
      edgeX = (frame.originX + records.x(i)) * crowdWire.cellM;
      edgeZ = (frame.originZ + records.z(i)) * crowdWire.cellM;
      motion.tick = frame.tick - records.pace(i);
      if (detailed) level = heightOf(records, i + 1);
      continue;
    }
    if (!headed) continue;
    const way = records.yaw(i);
    const pace = records.pace(i);
    const gait = pace >> 4;
    const speed = ((kFullMS[gait] ?? 0) * (pace & 15)) / crowdWire.paceSteps;
    motion.x = edgeX + records.x(i) / kOffsetsPerM;
    motion.y = detailed ? heightOf(records, i + 1) : level;
    motion.z = edgeZ + records.z(i) / kOffsetsPerM;
    motion.velocityX = kEast[way]! * speed;
    motion.velocityZ = kSouth[way]! * speed;
    motion.yaw = turnFromWire(detailed ? records.yaw(i + 1) : way, kYaws);
    motion.state = detailed ? gait | ((records.pace(i + 1) & 15) << 4) : gait;
    visit(handle, motion);
  }
}
