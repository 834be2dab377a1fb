// Synthetic people who walk about a square, and the crowd_cells frames that a server tells them by.
import { crowdWire, frameKinds } from '../../protocol/generated/frames.js';
import { walk } from '../../protocol/generated/walk.js';
import { toWire } from '../../protocol/position.js';
import { seededRandom } from '../random.js';

const kTickS = 0.05;
/** Cells near by are told about so often, and by then whoever walks has turned (docs/crowd.md). */
const kCellTicks = 20;
const kRecords = 200;
const kHead = 11;
const kRecord = 6;
const kFullPace = 15;
const kDetail = [crowdWire.detailHandle & 255, crowdWire.detailHandle >> 8];

/** Handles from 1; all walk at full pace and turn where the square ends. */
export class Walkers {
  private readonly x: Float32Array;
  private readonly z: Float32Array;
  private readonly yaw: Uint8Array;
  private readonly gait: Uint8Array;

  constructor(
    private readonly count: number,
    private readonly side: number,
    /** Share of those who stand. */
    standing: number,
  ) {
    const random = seededRandom(7);
    this.x = new Float32Array(count + 1);
    this.z = new Float32Array(count + 1);
    this.yaw = new Uint8Array(count + 1);
    this.gait = new Uint8Array(count + 1);
    for (let i = 1; i <= count; i++) {
      this.x[i] = (random() - 0.5) * side;
      this.z[i] = (random() - 0.5) * side;
      this.yaw[i] = random() * 256;
      this.gait[i] = random() < standing ? 0 : 1;
    }
  }

  /** One tick. */
  step(): void {
    const way = walk.walkMS * kTickS;
    const edge = this.side / 2;
    for (let i = 1; i <= this.count; i++) {
      if (this.gait[i] === 0) continue;
      const yaw = (this.yaw[i]! / 128) * Math.PI;
      const x = this.x[i]! - Math.sin(yaw) * way;
      const z = this.z[i]! - Math.cos(yaw) * way;
      if (Math.abs(x) > edge || Math.abs(z) > edge) {
        this.yaw[i]! += 80;
        continue;
      }
      this.x[i] = x;
      this.z[i] = z;
    }
  }

  /** What a server tells of at a tick: a part of those who walk; at tick 0 of everybody. */
  frames(tick: number): DataView[] {
    const told: number[] = [];
    for (let i = 1; i <= this.count; i++) {
      if (tick === 0 || (this.gait[i] !== 0 && (i + tick) % kCellTicks === 0)) told.push(i);
    }
    const cell = (metres: number): number => Math.floor(metres / crowdWire.cellM);
    const order = (i: number): number => cell(this.x[i]!) * 4096 + cell(this.z[i]!);
    told.sort((a, b) => order(a) - order(b));
    const frames: DataView[] = [];
    for (let i = 0; i < told.length; i += kRecords) {
      frames.push(this.frame(tick, told.slice(i, i + kRecords)));
    }
    return frames;
  }

  private frame(tick: number, told: readonly number[]): DataView {
    const origin = -100;
    const street = toWire(0, 0, 0).height;
    const records: number[] = [];
    let before = '';
    for (const i of told) {
      const cellX = Math.floor(this.x[i]! / crowdWire.cellM);
      const cellZ = Math.floor(this.z[i]! / crowdWire.cellM);
      const heading = [cellX - origin, cellZ - origin, 0, 0];
      if (heading.join() !== before) {
        records.push(0, 0, ...heading, ...kDetail, street & 255, street >> 8, 0, 0);
      }
      before = heading.join();
      const at = (metres: number, cell: number): number =>
        Math.min(255, Math.round((metres - cell * crowdWire.cellM) * 16));
      records.push(i & 255, i >> 8, at(this.x[i]!, cellX), at(this.z[i]!, cellZ));
      records.push(this.yaw[i]!, kFullPace | (this.gait[i]! << 4));
    }
    const bytes = new Uint8Array(kHead + records.length);
    const view = new DataView(bytes.buffer);
    view.setUint8(0, frameKinds.crowdCells);
    view.setUint32(1, tick, true);
    view.setInt16(5, origin, true);
    view.setInt16(7, origin, true);
    view.setUint16(9, records.length / kRecord, true);
    bytes.set(records, kHead);
    return view;
  }
}
