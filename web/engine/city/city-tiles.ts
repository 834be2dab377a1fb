import { TilesRenderer } from '3d-tiles-renderer/three';
import { Matrix4 } from 'three';
import type { Object3D, PerspectiveCamera, Scene } from 'three';
import { GLTFLoader } from 'three/addons/loaders/GLTFLoader.js';
import { MeshoptDecoder } from 'three/addons/libs/meshopt_decoder.module.js';
import type { QualitySettings } from '../quality/levels.js';
import type { Surfaces } from './surfaces.js';

/** Tiles hang in a z-up frame (east, north, up); ours is y-up (east, up, south). */
const kSpaceFromEnu = new Matrix4().set(1, 0, 0, 0, 0, 0, 1, 0, 0, -1, 0, 0, 0, 0, 0, 1);

interface LoadModelEvent {
  scene: Object3D;
}

interface RootTilesetEvent {
  tileset: { root: { transform?: number[] } };
}

/** The baked city: 3D Tiles, streamed by how large their error would look on screen. */
export class CityTiles {
  private readonly tiles: TilesRenderer;
  private shown = false;
  private readonly waiting: (() => void)[] = [];
  failed: Error | null = null;

  constructor(
    tilesetUrl: string,
    scene: Scene,
    private readonly camera: PerspectiveCamera,
    surfaces: Surfaces,
    onBytes: (bytes: number) => void,
  ) {
    const tiles = new TilesRenderer(tilesetUrl);
    this.tiles = tiles;
    const loader = new GLTFLoader(tiles.manager).setMeshoptDecoder(MeshoptDecoder);
    tiles.manager.addHandler(/\.(gltf|glb)$/, loader);
    tiles.registerPlugin({
      name: 'COUNT_BYTES',
      fetchData: async (url: string, options: RequestInit) => {
        const response = await fetch(url, options);
        onBytes(Number(response.headers.get('content-length') ?? 0));
        return response;
      },
    });
    tiles.addEventListener('load-root-tileset', (event: RootTilesetEvent) => {
      const transform = event.tileset.root.transform;
      const toEnu = transform ? new Matrix4().fromArray(transform).invert() : new Matrix4();
      tiles.group.matrixAutoUpdate = false;
      tiles.group.matrix.multiplyMatrices(kSpaceFromEnu, toEnu);
      tiles.group.updateMatrixWorld(true);
    });
    tiles.addEventListener('load-model', (event: LoadModelEvent) => {
      surfaces.dress(event.scene, tiles.group.matrix);
    });
    tiles.addEventListener('load-error', (event: { tile: unknown; error: Error }) => {
      // Without its root there is no city; a single missing tile only leaves a coarser one.
      if (!event.tile) this.failed = event.error;
    });
    tiles.setCamera(camera);
    scene.add(tiles.group);
  }

  apply(settings: QualitySettings): void {
    this.tiles.errorTarget = settings.tileError;
    const megabytes = settings.tileError > 20 ? 96 : 256;
    this.tiles.lruCache.maxBytesSize = megabytes * 1024 * 1024;
    this.tiles.lruCache.minBytesSize = megabytes * 0.75 * 1024 * 1024;
  }

  resize(width: number, height: number): void {
    this.tiles.setResolution(this.camera, width, height);
  }

  update(): void {
    this.tiles.update();
    if (!this.shown && (this.tiles.visibleTiles.size > 0 || this.failed)) {
      this.shown = true;
      for (const resolve of this.waiting.splice(0)) resolve();
    }
  }

  /** Share of the tiles wanted now that are here. */
  get progress(): number {
    return this.tiles.loadProgress;
  }

  /** Resolves when something of the city can be seen. */
  firstShown(): Promise<void> {
    if (this.shown) return Promise.resolve();
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  dispose(): void {
    this.tiles.group.removeFromParent();
    this.tiles.dispose();
  }
}
