import { describe, expect, it } from 'vitest';

import { CollisionCellError, readCollisionCell } from './collision-cell.js';

// The bytes of kernel/geometry/collision_mesh_test.cpp: cell (1, -2), three vertices, one triangle.
const bytes = [
  0x59, 0x43, 0x43, 0x31, 1, 0, 0, 0, 0xfe, 0xff, 0xff, 0xff, 3, 0, 0, 0, 1, 0, 0, 0, 64, 0, 0, 0,
  0, 0, 0, 0, 64, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0, 0, 0, 0, 1, 0, 2, 0,
];

const buffer = (values: number[]): ArrayBuffer => Uint8Array.from(values).buffer;

function changed(at: number, value: number): ArrayBuffer {
  return buffer(bytes.map((byte, i) => (i === at ? value : byte)));
}

describe('collision cell file', () => {
  it('has the layout of the document', () => {
    const cell = readCollisionCell(buffer(bytes));
    expect([cell.x, cell.z]).toEqual([1, -2]);
    expect([...cell.positions]).toEqual([1, 0, 0, 0, 1, 0, 0, 0, -1 / 64]);
    expect([...cell.indices]).toEqual([0, 1, 2]);
  });

  it('refuses every shortened file', () => {
    for (let size = 0; size < bytes.length; size++) {
      expect(() => readCollisionCell(buffer(bytes.slice(0, size)))).toThrow(CollisionCellError);
    }
  });

  it.each([
    ['another magic', 0, 0],
    ['a cell beyond the greatest', 7, 0x7f],
    ['more vertices than bytes', 12, 200],
    ['padding that is not zero', 38, 1],
    ['an index past the vertices', 44, 3],
  ])('refuses %s', (_, at, value) => {
    expect(() => readCollisionCell(changed(at, value))).toThrow(CollisionCellError);
  });
});
