import { Box3, Vector3 } from 'three';
import { describe, expect, it } from 'vitest';
import { makeTree, screenError, selectTiles } from './tile-tree.js';
import type { Eye, TileJson } from './tile-tree.js';

// A box of 100 m half size around (east, north, up).
const box = (east: number, north: number, up = 0): TileJson['boundingVolume'] => ({
  box: [east, north, up, 100, 0, 0, 0, 100, 0, 0, 0, 100],
});

const city = (): TileJson => ({
  boundingVolume: box(0, 0),
  geometricError: 10,
  refine: 'REPLACE',
  // Any place on Earth: the root's transform must not matter in the space.
  transform: [0, 1, 0, 0, 0, 0, 1, 0, 1, 0, 0, 0, 6378137, 0, 0, 1],
  content: { uri: 'coarse.glb' },
  children: [
    { boundingVolume: box(-100, 0), geometricError: 0, content: { uri: 'west.glb' } },
    { boundingVolume: box(100, 0), geometricError: 0, content: { uri: 'east.glb' } },
  ],
});

const eyeAt = (x: number, y: number, z: number, sees = true): Eye => ({
  position: new Vector3(x, y, z),
  pixelsPerRadian: 1000,
  errorTarget: 16,
  sees: () => sees,
});
const uris = (tiles: { uri: string | null }[]): (string | null)[] => tiles.map((t) => t.uri);

describe('the tree', () => {
  it('turns east, north, up into x, -z, y', () => {
    const tree = makeTree({ ...city(), boundingVolume: box(500, 300, 50) });
    expect(tree.box).toEqual(new Box3(new Vector3(400, -50, -400), new Vector3(600, 150, -200)));
  });

  it('leaves glTF content as it is: both are y-up with z to the south', () => {
    const at = new Vector3(1, 2, 3).applyMatrix4(makeTree(city()).matrix);
    expect(at.toArray()).toEqual([1, 2, 3]);
  });
});

describe('selection', () => {
  it('measures the error in pixels from the nearest point of the box', () => {
    // 10 m of error, 1000 pixels a radian, 400 m from the box: 25 pixels.
    expect(screenError(makeTree(city()), eyeAt(500, 0, 0))).toBeCloseTo(25, 9);
  });

  it('wants the coarse tile first, then its children, most urgent first', () => {
    const tree = makeTree(city());
    expect(uris(selectTiles(tree, eyeAt(150, 0, 0), 1).fetch)[0]).toBe('coarse.glb');
    tree.loaded = true;
    const next = selectTiles(tree, eyeAt(150, 0, 0), 2);
    expect(uris(next.show)).toEqual(['coarse.glb']);
    expect(uris(next.fetch).sort()).toEqual(['east.glb', 'west.glb']);
  });

  it('shows children only when all of them are here', () => {
    const tree = makeTree(city());
    tree.loaded = true;
    tree.children[0]!.loaded = true;
    expect(uris(selectTiles(tree, eyeAt(0, 0, 0), 1).show)).toEqual(['coarse.glb']);
    tree.children[1]!.loaded = true;
    expect(uris(selectTiles(tree, eyeAt(0, 0, 0), 2).show)).toEqual(['west.glb', 'east.glb']);
  });

  it('stays coarse from afar, and sooner for what is out of view', () => {
    const tree = makeTree(city());
    tree.loaded = true;
    for (const child of tree.children) child.loaded = true;
    expect(uris(selectTiles(tree, eyeAt(1000, 0, 0), 1).show)).toEqual(['coarse.glb']);
    expect(uris(selectTiles(tree, eyeAt(500, 0, 0), 2).show)).toHaveLength(2);
    expect(uris(selectTiles(tree, eyeAt(500, 0, 0, false), 3).show)).toEqual(['coarse.glb']);
  });

  it('shows an adding tile together with its children', () => {
    const json: TileJson = { ...city(), refine: 'ADD' };
    const tree = makeTree(json);
    tree.loaded = true;
    for (const child of tree.children) child.loaded = true;
    expect(uris(selectTiles(tree, eyeAt(0, 0, 0), 1).show)).toHaveLength(3);
  });

  it('passes through tiles without content', () => {
    const root = city();
    delete root.content;
    const tree = makeTree(root);
    for (const child of tree.children) child.loaded = true;
    expect(uris(selectTiles(tree, eyeAt(5000, 0, 0), 1).show)).toEqual(['west.glb', 'east.glb']);
  });
});
