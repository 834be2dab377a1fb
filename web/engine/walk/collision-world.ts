// The loaded collision cells around the walker, and the triangles near a box: twin of
// kernel/geometry/collision_world.h.
import { BufferAttribute, BufferGeometry } from 'three';
import { INTERSECTED, MeshBVH, NOT_INTERSECTED } from 'three-mesh-bvh';

import { type CollisionCell, cellSizeM } from './collision-cell.js';
import { type Box, type Triangle, touches, triangleBox } from './vec.js';

export interface NearTriangle {
  readonly triangle: Triangle;
  readonly box: Box;
}

interface LoadedCell {
  readonly cell: CollisionCell;
  /** None for a cell without triangles. */
  readonly tree: MeshBVH | null;
}

// The tree rounds to 32 bits; what it finds too much is filtered in full precision.
const treeMarginM = 1 / 256;

const cellKey = (x: number, z: number): string => `${x},${z}`;

function triangleOf(cell: CollisionCell, index: number): Triangle {
  const corner = (offset: number) => {
    const at = (cell.indices[index * 3 + offset] ?? 0) * 3;
    return {
      x: cell.x * cellSizeM + (cell.positions[at] ?? 0),
      y: cell.positions[at + 1] ?? 0,
      z: cell.z * cellSizeM + (cell.positions[at + 2] ?? 0),
    };
  };
  return { a: corner(0), b: corner(1), c: corner(2) };
}

function treeOf(cell: CollisionCell): MeshBVH | null {
  if (cell.indices.length === 0) return null;
  const geometry = new BufferGeometry();
  geometry.setAttribute('position', new BufferAttribute(cell.positions, 3));
  geometry.setIndex(new BufferAttribute(cell.indices, 1));
  return new MeshBVH(geometry, { indirect: true, verbose: false });
}

function indicesNear({ cell, tree }: LoadedCell, box: Box): number[] {
  const found: number[] = [];
  if (!tree) return found;
  const west = cell.x * cellSizeM;
  const north = cell.z * cellSizeM;
  tree.shapecast({
    intersectsBounds: ({ min, max }) =>
      min.x + west <= box.max.x + treeMarginM &&
      max.x + west >= box.min.x - treeMarginM &&
      min.y <= box.max.y + treeMarginM &&
      max.y >= box.min.y - treeMarginM &&
      min.z + north <= box.max.z + treeMarginM &&
      max.z + north >= box.min.z - treeMarginM
        ? INTERSECTED
        : NOT_INTERSECTED,
    intersectsRange: (offset, count) => {
      for (let i = offset; i < offset + count; i++) found.push(tree.resolveTriangleIndex(i));
      return false;
    },
  });
  return found.sort((a, b) => a - b);
}

export class CollisionWorld {
  private readonly cells = new Map<string, LoadedCell>();

  /** Replaces a cell with the same place. Builds its tree: milliseconds for a dense cell. */
  add(cell: CollisionCell): void {
    this.cells.set(cellKey(cell.x, cell.z), { cell, tree: treeOf(cell) });
  }

  remove(x: number, z: number): void {
    this.cells.delete(cellKey(x, z));
  }

  has(x: number, z: number): boolean {
    return this.cells.has(cellKey(x, z));
  }

  /**
   * The triangles whose boxes touch `box`, ordered by cell (z, then x) and then by place in it: the
   * order of the C++ twin. Triangles on a border of cells come once for each cell.
   */
  query(box: Box): NearTriangle[] {
    const near: NearTriangle[] = [];
    const lastX = Math.floor(box.max.x / cellSizeM);
    const lastZ = Math.floor(box.max.z / cellSizeM);
    for (let z = Math.floor(box.min.z / cellSizeM); z <= lastZ; z++) {
      for (let x = Math.floor(box.min.x / cellSizeM); x <= lastX; x++) {
        const loaded = this.cells.get(cellKey(x, z));
        if (!loaded) continue;
        for (const index of indicesNear(loaded, box)) {
          const triangle = triangleOf(loaded.cell, index);
          const triangleBounds = triangleBox(triangle);
          if (touches(triangleBounds, box)) near.push({ triangle, box: triangleBounds });
        }
      }
    }
    return near;
  }
}
