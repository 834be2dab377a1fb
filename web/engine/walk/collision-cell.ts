// Reads a `.ycc` file (docs/walking.md): the baked collision triangles of one 256 m cell.

export const cellSizeM = 256;
const unitsPerM = 64;
const magic = 0x31434359;
const headerBytes = 20;
const maxVertices = 65535;
const maxCellIndex = 8191;

export interface CollisionCell {
  readonly x: number;
  readonly z: number;
  /** x, y, z of each vertex in metres from the cell's corner (x * 256, 0, z * 256); exact. */
  readonly positions: Float32Array<ArrayBuffer>;
  /** Three vertices of each triangle. */
  readonly indices: Uint16Array<ArrayBuffer>;
}

/** The bytes are not a collision cell. */
export class CollisionCellError extends Error {
  override readonly name = 'CollisionCellError';
}

function require(condition: boolean, cause: string): void {
  if (!condition) throw new CollisionCellError(`collision cell: ${cause}`);
}

function isCellIndex(index: number): boolean {
  return index >= -maxCellIndex && index <= maxCellIndex;
}

/** Throws CollisionCellError for bytes that break a rule of the format. */
export function readCollisionCell(bytes: ArrayBuffer): CollisionCell {
  require(bytes.byteLength >= headerBytes, 'shorter than its header');
  const view = new DataView(bytes);
  require(view.getUint32(0, true) === magic, 'not a YCC1 file');
  const x = view.getInt32(4, true);
  const z = view.getInt32(8, true);
  require(isCellIndex(x) && isCellIndex(z), 'cell number out of range');
  const vertexCount = view.getUint32(12, true);
  const triangleCount = view.getUint32(16, true);
  require(vertexCount <= maxVertices, 'too many vertices');
  const verticesEnd = headerBytes + vertexCount * 6;
  const indicesAt = Math.ceil(verticesEnd / 4) * 4;
  require(bytes.byteLength === indicesAt + triangleCount * 6, 'length does not match its counts');
  require(indicesAt === verticesEnd ||
    view.getUint16(verticesEnd, true) === 0, 'padding is not zero');

  const positions = new Float32Array(vertexCount * 3);
  for (let i = 0; i < positions.length; i++) {
    positions[i] = view.getInt16(headerBytes + i * 2, true) / unitsPerM;
  }
  const indices = new Uint16Array(triangleCount * 3);
  for (let i = 0; i < indices.length; i++) {
    const index = view.getUint16(indicesAt + i * 2, true);
    require(index < vertexCount, 'an index points past the vertices');
    indices[i] = index;
  }
  return { x, z, positions, indices };
}
