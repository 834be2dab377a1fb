import { Frustum, Group, Matrix4, Mesh, Vector3 } from 'three';
import type { PerspectiveCamera, Scene } from 'three';
import type { QualitySettings } from '../quality/levels.js';
import { readGlb } from './glb-reader.js';
import type { Surfaces } from './surfaces.js';
import { makeTree, selectTiles } from './tile-tree.js';
import type { Eye, Tile, TileJson } from './tile-tree.js';

/** Before one can walk, fetch the coarse city without choking the ground under the feet. */
const kFirstFetches = 2;
const kFetches = 5;
const kRetryMs = 4000;
/** Tiles this coarse always stay; finer ones go when unused for so many frames. */
const kKeepDepth = 2;
const kForgetFrames = 900;
/** Seconds between two walks through the tree. */
const kSelectEvery = 0.1;

/** The baked city: 3D Tiles, streamed by how large their error would look on screen. */
export class CityTiles {
  private readonly group = new Group();
  private root: Tile | null = null;
  private readonly drawn = new Map<Tile, Group>();
  private readonly fetching = new Set<Tile>();
  private readonly retryAt = new Map<Tile, number>();
  private readonly arrived: { tile: Tile; parts: Awaited<ReturnType<typeof readGlb>> }[] = [];
  private shown = new Set<Tile>();
  private readonly waiting: (() => void)[] = [];
  private readonly frustum = new Frustum();
  private readonly matrix = new Matrix4();
  private readonly eye: Eye;
  private height = 600;
  private frame = 0;
  private sinceSelect = kSelectEvery;
  private wantedNow = 1;
  private readonly folder: string;
  private readonly abort = new AbortController();
  failed: Error | null = null;

  constructor(
    private readonly url: string,
    scene: Scene,
    private readonly camera: PerspectiveCamera,
    private readonly surfaces: Surfaces,
    private readonly onBytes: (bytes: number) => void,
    private readonly nowMs: () => number,
  ) {
    this.folder = url.slice(0, url.lastIndexOf('/') + 1);
    this.group.matrixAutoUpdate = false;
    scene.add(this.group);
    this.eye = {
      position: new Vector3(),
      pixelsPerRadian: 500,
      errorTarget: 16,
      sees: (box) => this.frustum.intersectsBox(box),
    };
    void this.loadTree();
  }

  private async fetchBytes(url: string): Promise<Response> {
    const response = await fetch(url, { signal: this.abort.signal });
    if (!response.ok) throw new Error(`${url}: HTTP ${response.status}`);
    return response;
  }

  private async loadTree(): Promise<void> {
    try {
      const text = await (await this.fetchBytes(this.url)).text();
      this.onBytes(text.length);
      this.root = makeTree((JSON.parse(text) as { root: TileJson }).root);
    } catch (error) {
      this.failed = error instanceof Error ? error : new Error(String(error));
      this.release();
    }
  }

  apply(settings: QualitySettings): void {
    this.eye.errorTarget = settings.tileError;
  }

  resize(height: number): void {
    this.height = height;
  }

  /** Once a frame: at most one new tile goes to the GPU, so that frames stay short. */
  update(seconds: number): void {
    this.frame++;
    this.sinceSelect += seconds;
    const next = this.arrived.shift();
    if (next) this.take(next.tile, next.parts);
    if (!this.root || (!next && this.sinceSelect < kSelectEvery)) return;
    this.sinceSelect = 0;
    this.aim();
    const { show, fetch } = selectTiles(this.root, this.eye, this.frame);
    this.show(show);
    this.wantedNow = show.length + fetch.length;
    this.request(fetch);
    this.forget();
  }

  private aim(): void {
    const { camera } = this;
    camera.getWorldPosition(this.eye.position);
    this.eye.pixelsPerRadian = this.height / (2 * Math.tan((camera.fov * Math.PI) / 360));
    this.matrix.multiplyMatrices(camera.projectionMatrix, camera.matrixWorldInverse);
    this.frustum.setFromProjectionMatrix(this.matrix);
  }

  private show(tiles: readonly Tile[]): void {
    const now = new Set(tiles);
    for (const tile of this.shown) if (!now.has(tile)) this.group.remove(this.drawn.get(tile)!);
    for (const tile of now) if (!this.shown.has(tile)) this.group.add(this.drawn.get(tile)!);
    this.shown = now;
    if (now.size > 0) this.release();
  }

  private release(): void {
    for (const resolve of this.waiting.splice(0)) resolve();
  }

  private request(tiles: readonly Tile[]): void {
    const most = this.shown.size > 0 ? kFetches : kFirstFetches;
    for (const tile of tiles) {
      if (this.fetching.size + this.arrived.length >= most) return;
      if (this.fetching.has(tile) || (this.retryAt.get(tile) ?? 0) > this.nowMs()) continue;
      void this.fetchTile(tile);
    }
  }

  private async fetchTile(tile: Tile): Promise<void> {
    this.fetching.add(tile);
    try {
      const bytes = await (await this.fetchBytes(this.folder + tile.uri)).arrayBuffer();
      this.onBytes(bytes.byteLength);
      this.arrived.push({ tile, parts: await readGlb(bytes) });
    } catch {
      // A missing tile only leaves a coarser one; ask again later.
      this.retryAt.set(tile, this.nowMs() + kRetryMs);
      this.fetching.delete(tile);
    }
  }

  private take(tile: Tile, parts: Awaited<ReturnType<typeof readGlb>>): void {
    const group = new Group();
    group.matrixAutoUpdate = false;
    for (const part of parts) {
      const mesh = new Mesh(part.geometry);
      mesh.matrixAutoUpdate = false;
      mesh.matrix.multiplyMatrices(tile.matrix, part.matrix);
      mesh.matrixWorldNeedsUpdate = true;
      this.surfaces.dress(mesh, part.material);
      group.add(mesh);
    }
    this.drawn.set(tile, group);
    tile.loaded = true;
    this.fetching.delete(tile);
  }

  private forget(): void {
    for (const [tile, group] of this.drawn) {
      if (tile.depth <= kKeepDepth || this.shown.has(tile)) continue;
      if (this.frame - tile.wanted < kForgetFrames) continue;
      for (const mesh of group.children) (mesh as Mesh).geometry.dispose();
      this.drawn.delete(tile);
      tile.loaded = false;
    }
  }

  /** True when the last walk through the tree found nothing missing. */
  get settled(): boolean {
    return this.root !== null && this.wantedNow === this.shown.size && this.fetching.size === 0;
  }

  /** Share of the tiles wanted now that are here. */
  get progress(): number {
    return this.root ? this.shown.size / Math.max(1, this.wantedNow) : 0;
  }

  /** Resolves when something of the city can be seen, or never will. */
  firstShown(): Promise<void> {
    if (this.shown.size > 0 || this.failed) return Promise.resolve();
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  dispose(): void {
    this.abort.abort();
    this.group.removeFromParent();
    for (const group of this.drawn.values()) {
      for (const mesh of group.children) (mesh as Mesh).geometry.dispose();
    }
    this.drawn.clear();
  }
}
