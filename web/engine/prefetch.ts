import { makeTree } from './city/tile-tree.js';
import type { TileJson } from './city/tile-tree.js';
import type { Manifest } from './types.js';

/** Coarser tiles than this are in every first picture. */
const kDepth = 1;

const warm = (url: string): Promise<Response> => fetch(url, { priority: 'low' });

/**
 * Fills the browser's cache, while the visitor still chooses a name, with what every first picture
 * needs: the ground at the spawn and the coarsest city. Blobs never change, so nothing is fetched
 * twice; a failure here is told when the city is loaded.
 */
export async function prefetchCity(manifest: Manifest): Promise<void> {
  const { spawn, collision, tileset } = manifest;
  const size = collision.cell_size_m;
  const [x, z] = [Math.floor(spawn.x / size), Math.floor(spawn.z / size)];
  for (const cell of collision.cells) if (cell.x === x && cell.z === z) void warm(cell.blob);
  const { root } = (await (await warm(tileset)).json()) as { root: TileJson };
  const folder = tileset.slice(0, tileset.lastIndexOf('/') + 1);
  const coarse = [makeTree(root)];
  for (const { uri, depth, children } of coarse) {
    if (uri !== null) void warm(folder + uri);
    if (depth < kDepth) coarse.push(...children);
  }
}
