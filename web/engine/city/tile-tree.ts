import { Box3, Matrix4, Vector3 } from 'three';

// Which tiles of a 3D Tiles 1.1 tileset to show and fetch. No network, no GPU: see city-tiles.ts.

/** Tiles hang in a z-up frame (east, north, up); ours is y-up (east, up, south). */
const kSpaceFromEnu = new Matrix4().set(1, 0, 0, 0, 0, 0, 1, 0, 0, -1, 0, 0, 0, 0, 0, 1);
/** glTF is y-up, 3D Tiles z-up. */
const kZUpFromYUp = new Matrix4().set(1, 0, 0, 0, 0, 0, -1, 0, 0, 1, 0, 0, 0, 0, 0, 1);
/** What is out of view is shown this much coarser: it still casts shadows and is mirrored. */
const kUnseenFactor = 3;

export interface TileJson {
  boundingVolume: { box?: number[]; sphere?: number[] };
  geometricError: number;
  refine?: string;
  transform?: number[];
  content?: { uri: string };
  children?: TileJson[];
}

export interface Tile {
  readonly uri: string | null;
  readonly depth: number;
  readonly error: number;
  /** Children come in addition to this tile's content instead of replacing it. */
  readonly adds: boolean;
  readonly box: Box3;
  /** From the content's own frame (glTF, y-up) to the space. */
  readonly matrix: Matrix4;
  readonly children: Tile[];
  loaded: boolean;
  /** Frame in which it was last wanted. */
  wanted: number;
}

function boundsOf(json: TileJson, toSpace: Matrix4): Box3 {
  const { box, sphere } = json.boundingVolume;
  const out = new Box3();
  if (sphere) {
    const [x, y, z, r] = sphere as [number, number, number, number];
    out.min.set(x - r, y - r, z - r);
    out.max.set(x + r, y + r, z + r);
  } else if (box) {
    const reach = [0, 1, 2].map((k) => Math.abs(box[3 + k]!) + Math.abs(box[6 + k]!)
      + Math.abs(box[9 + k]!));
    out.min.set(box[0]! - reach[0]!, box[1]! - reach[1]!, box[2]! - reach[2]!);
    out.max.set(box[0]! + reach[0]!, box[1]! + reach[1]!, box[2]! + reach[2]!);
  } else {
    throw new Error('tile without box or sphere');
  }
  return out.applyMatrix4(toSpace);
}

function makeTile(json: TileJson, parent: Matrix4, depth: number, refine: string): Tile {
  const toSpace = json.transform && depth > 0
    ? parent.clone().multiply(new Matrix4().fromArray(json.transform)) : parent;
  const mode = json.refine?.toUpperCase() ?? refine;
  return {
    uri: json.content?.uri ?? null,
    depth,
    error: json.geometricError,
    adds: mode === 'ADD',
    box: boundsOf(json, toSpace),
    matrix: toSpace.clone().multiply(kZUpFromYUp),
    children: (json.children ?? []).map((child) => makeTile(child, toSpace, depth + 1, mode)),
    loaded: false,
    wanted: 0,
  };
}

/**
 * The tree in the space frame. The root's transform places the city on the Earth; the space is
 * that very frame, so it falls out exactly instead of being multiplied and inverted.
 */
export function makeTree(root: TileJson): Tile {
  return makeTile(root, kSpaceFromEnu, 0, 'REPLACE');
}

export interface Eye {
  position: Vector3;
  /** Pixels that one metre covers at one metre: height / (2 tan(fov / 2)). */
  pixelsPerRadian: number;
  errorTarget: number;
  sees: (box: Box3) => boolean;
}

export interface Selection {
  show: Tile[];
  /** Most urgent first. */
  fetch: Tile[];
}

const nearest = new Vector3();

/** Pixels by which the tile would look wrong from the eye. */
export function screenError(tile: Tile, eye: Eye): number {
  const distance = tile.box.clampPoint(eye.position, nearest).distanceTo(eye.position);
  const error = (tile.error * eye.pixelsPerRadian) / Math.max(distance, 1);
  return eye.sees(tile.box) ? error : error / kUnseenFactor;
}

const available = (tile: Tile): boolean =>
  tile.uri === null ? tile.children.every(available) : tile.loaded;

/** Walks the tree once. `frame` marks what is in use, for the one who forgets tiles. */
export function selectTiles(root: Tile, eye: Eye, frame: number): Selection {
  const show: Tile[] = [];
  const urgency = new Map<Tile, number>();
  const want = (tile: Tile, error: number): void => {
    tile.wanted = frame;
    if (tile.uri !== null && !tile.loaded) urgency.set(tile, error - tile.depth * 1e4);
  };
  const visit = (tile: Tile): void => {
    const error = screenError(tile, eye);
    want(tile, error);
    const refine = tile.children.length > 0 && (tile.uri === null || error > eye.errorTarget);
    if (refine && tile.adds) {
      if (tile.loaded) show.push(tile);
      for (const child of tile.children) visit(child);
      return;
    }
    if (refine) {
      if (tile.children.every(available)) {
        for (const child of tile.children) visit(child);
        return;
      }
      for (const child of tile.children) want(child, screenError(child, eye));
    }
    if (tile.loaded) show.push(tile);
  };
  visit(root);
  const fetch = [...urgency.keys()].sort((a, b) => urgency.get(b)! - urgency.get(a)!);
  return { show, fetch };
}
