import { expect, it } from 'vitest';
import { decodeCrowdCellsFrame, decodeCrowdFrame } from './generated/frames';
import type { CrowdCellsFrame } from './generated/frames';
import { readCells, readCrowd, type Motion } from './motion';

type Seen = [handle: number, motion: Motion];

/** A crowd_cells frame of tick 1000 whose headings count from cell (-2, 3). */
function cellsFrame(...records: number[][]): CrowdCellsFrame {
  const head = [25, 0xe8, 3, 0, 0, 0xfe, 0xff, 3, 0, records.length, 0];
  const bytes = new Uint8Array([...head, ...records.flat()]);
  return decodeCrowdCellsFrame(new DataView(bytes.buffer))!;
}

function cells(...records: number[][]): Seen[] {
  const seen: Seen[] = [];
  readCells(cellsFrame(...records), (handle, motion) => seen.push([handle, { ...motion }]));
  return seen;
}

/** Cell (-1, 5), lowest height 8192 + 64 (1 m), steps of 2^2/64 m, positions 7 ticks old. */
const heading = [0, 0, 1, 2, 64, 32, 2, 7];

it('reads a record of crowd: velocity in 1/16 m/s, the tick by its age', () => {
  // Handle 258, generation 9, running and waving, cell (1, -1), offsets 1536, 64512, height 10 m.
  const record = [2, 1, 9, 0x12, 1, 0, 0xff, 0xff, 0, 6, 0, 0xfc, 0x80, 0x22, 64, 127, 0xf0, 8, 5];
  const bytes = new Uint8Array([24, 0xe8, 3, 0, 0, 1, 0, 1, 0, ...record]);
  const frame = decodeCrowdFrame(new DataView(bytes.buffer))!;
  const seen: Seen[] = [];
  readCrowd(frame, (handle, motion) => seen.push([handle, { ...motion }]));
  const [handle, motion] = seen[0]!;
  expect([seen.length, handle]).toEqual([1, 258]);
  expect(motion).toMatchObject({ tick: 995, x: 65.5, y: 10, z: -1, state: 0x12 });
  expect([motion.velocityX, motion.velocityZ]).toEqual([-1, 0.5]);
  expect(motion.yaw).toBeCloseTo(Math.PI / 2, 12);
  expect(motion.pitch).toBeCloseTo(Math.PI / 2, 12);
});

it('places people of a cell from its edge and its lowest', () => {
  const [[handle, motion]] = cells(heading, [7, 1, 16, 40, 3, 0, 0, 0]) as [Seen];
  expect(handle).toBe(263);
  // -1 * 16 + 16 / 16 and 5 * 16 + 40 / 16; 1 m + 3 * 4 / 64 m.
  expect(motion).toMatchObject({ tick: 993, x: -15, y: 1.1875, z: 82.5, state: 0 });
  expect([motion.velocityX, motion.velocityZ].map(Math.abs)).toEqual([0, 0]);
});

it('gives them the share of their gait, on the way they walk', () => {
  const walks = 1;
  const runs = 2;
  const [north, west, sideways] = cells(
    heading,
    [1, 0, 0, 0, 0, 0, walks, 15],
    [2, 0, 0, 0, 0, 64, runs, 5],
    // Looks north and walks a quarter of a turn to the left of it.
    [3, 0, 0, 0, 0, 0, walks, (4 << 4) | 15],
  ).map(([, motion]) => [motion.velocityX, motion.velocityZ]);
  expect(north![0]).toBeCloseTo(0, 12);
  expect(north![1]).toBeCloseTo(-2.2, 12);
  expect(west![0]).toBeCloseTo(-2, 12);
  expect(west![1]).toBeCloseTo(0, 12);
  expect(sideways![0]).toBeCloseTo(-2.2, 12);
});

it('gives no velocity to those who stand, sit or move in a way not known here', () => {
  const moving = cells(heading, ...[0, 4, 15].map((gait) => [1, 0, 0, 0, 0, 0, gait, 15])).filter(
    ([, motion]) => motion.velocityX !== 0 || Math.abs(motion.velocityZ) !== 0,
  );
  expect(moving).toEqual([]);
});

it('leaves out records that no heading tells the cell of', () => {
  expect(cells([1, 0, 0, 0, 0, 0, 0, 0], heading, [2, 0, 0, 0, 0, 0, 0, 0])).toHaveLength(1);
});

it('counts a later cell from its own heading', () => {
  const other = [0, 0, 3, 2, 0, 0, 0, 0];
  const seen = cells(heading, [1, 0, 0, 0, 0, 0, 0, 0], other, [2, 0, 0, 0, 0, 0, 0, 0]);
  expect(seen.map(([, { tick, x, y }]) => [tick, x, y])).toEqual([
    [993, -16, 1],
    [1000, 16, -128],
  ]);
});

it('keeps a height within what the wire can say, whatever the step', () => {
  const [[, motion]] = cells([0, 0, 0, 0, 0, 0, 255, 0], [1, 0, 0, 0, 9, 0, 0, 0]) as [Seen];
  expect(motion.y).toBeCloseTo(65_535 / 64 - 128, 9);
});

it('takes no frame whose length is not that of its count', () => {
  const bytes = new Uint8Array([25, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, ...heading]);
  expect(decodeCrowdCellsFrame(new DataView(bytes.buffer))).toBeUndefined();
});
