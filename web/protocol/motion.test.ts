import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { decodeCrowdCellsFrame, decodeCrowdFrame, frameKinds } from './generated/frames';
import { readCells, readCrowd, type Motion } from './motion';

type Seen = [handle: number, motion: Motion];

interface Vectors {
  tick: number;
  origin_x: number;
  origin_z: number;
  cases: {
    name: string;
    records: [handle: number, x: number, z: number, yaw: number, pace: number][];
    people: Record<
      'handle' | 'tick' | 'x' | 'y' | 'z' | 'vx' | 'vz' | 'yaw_256' | 'state',
      number
    >[];
  }[];
}

/** That kernel/crowd/cell_reader is held to as well; derived by hand. */
const vectors = JSON.parse(
  readFileSync(new URL('../../tests/vectors/motion/cells.json', import.meta.url), 'utf8'),
) as Vectors;

const kHead = 11;
const kRecord = 6;

function cellsFrame(records: Vectors['cases'][0]['records']): DataView {
  const view = new DataView(new ArrayBuffer(kHead + records.length * kRecord));
  view.setUint8(0, frameKinds.crowdCells);
  view.setUint32(1, vectors.tick, true);
  view.setInt16(5, vectors.origin_x, true);
  view.setInt16(7, vectors.origin_z, true);
  view.setUint16(9, records.length, true);
  records.forEach(([handle, ...bytes], i) => {
    view.setUint16(kHead + i * kRecord, handle, true);
    bytes.forEach((byte, k) => view.setUint8(kHead + i * kRecord + 2 + k, byte));
  });
  return view;
}

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

it.each(vectors.cases)('reads of a cell: $name', ({ records, people }) => {
  const seen: Seen[] = [];
  const frame = decodeCrowdCellsFrame(cellsFrame(records))!;
  readCells(frame, (handle, motion) => seen.push([handle, { ...motion }]));
  expect(seen.map(([handle]) => handle)).toEqual(people.map(({ handle }) => handle));
  people.forEach(({ tick, x, y, z, vx, vz, yaw_256, state }, i) => {
    const [, motion] = seen[i]!;
    expect(motion).toMatchObject({ tick, x, y, z, state, pitch: 0 });
    expect(motion.velocityX).toBeCloseTo(vx, 9);
    expect(motion.velocityZ).toBeCloseTo(vz, 9);
    expect(motion.yaw).toBeCloseTo((yaw_256 / 128) * Math.PI, 9);
  });
});

it('takes no frame whose length is not that of its count', () => {
  const view = cellsFrame(vectors.cases[0]!.records);
  view.setUint16(9, 2, true);
  expect(decodeCrowdCellsFrame(view)).toBeUndefined();
});
