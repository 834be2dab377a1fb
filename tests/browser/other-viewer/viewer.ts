// The baked city in a viewer that is not ours: NASA's 3d-tiles-renderer over three's GLTFLoader.
import { TilesRenderer } from '3d-tiles-renderer';
import { GLTFExtensionsPlugin, GLTFMeshFeaturesExtension } from '3d-tiles-renderer/plugins';
import {
  MathUtils,
  type Mesh,
  PerspectiveCamera,
  Scene,
  Sphere,
  type Vector3,
  WebGLRenderer,
} from 'three';
import type { GLTFLoaderPlugin, GLTFParser } from 'three/addons/loaders/GLTFLoader.js';
import { MeshoptDecoder } from 'three/addons/libs/meshopt_decoder.module.js';

// Its declaration forgets the parser.
const MeshFeatures = GLTFMeshFeaturesExtension as unknown as new (
  parser: GLTFParser,
) => GLTFLoaderPlugin;

/** What the other viewer found in the city. */
export interface Found {
  /** Degrees on WGS84, of the middle of the root tile. */
  lat: number;
  lon: number;
  tiles: number;
  triangles: number;
  /** Names of the materials seen. */
  materials: string[];
  /** Meshes that carry feature ids. */
  withFeatures: number;
  faults: string[];
}

declare global {
  interface Window {
    /** Opens a tileset and looks down on its middle until nothing more comes. */
    look(tileset: string): Promise<Found>;
  }
}

const PATIENCE_MS = 60_000;

function nextFrame(): Promise<number> {
  return new Promise((resolve) => requestAnimationFrame(resolve));
}

class Viewer {
  private readonly renderer = new WebGLRenderer({ canvas: document.querySelector('canvas')! });
  private readonly scene = new Scene();
  private readonly camera = new PerspectiveCamera(60, 16 / 9, 1, 50_000);
  private readonly tiles: TilesRenderer;
  readonly found: Found = {
    lat: 0,
    lon: 0,
    tiles: 0,
    triangles: 0,
    materials: [],
    withFeatures: 0,
    faults: [],
  };

  constructor(tileset: string) {
    this.tiles = new TilesRenderer(tileset);
    this.tiles.registerPlugin(
      new GLTFExtensionsPlugin({
        meshoptDecoder: MeshoptDecoder,
        plugins: [(parser) => new MeshFeatures(parser)],
      }),
    );
    this.tiles.addEventListener('load-error', ({ error }) => this.found.faults.push(String(error)));
    this.tiles.addEventListener('load-model', ({ scene }) => {
      ++this.found.tiles;
      scene.traverse((part) => this.note(part as Mesh));
    });
    this.scene.add(this.tiles.group);
  }

  private note(mesh: Mesh): void {
    if (!mesh.isMesh) return;
    const { found } = this;
    found.triangles += (mesh.geometry.index?.count ?? 0) / 3;
    const materials = [mesh.material].flat();
    for (const { name } of materials) {
      if (!found.materials.includes(name)) found.materials.push(name);
    }
    if (mesh.userData.meshFeatures) ++found.withFeatures;
  }

  private aim(middle: Vector3): void {
    const { camera, tiles } = this;
    const up = middle.clone().normalize();
    camera.up.copy(up);
    camera.position.copy(middle).addScaledVector(up, 600);
    camera.lookAt(middle);
    camera.updateMatrixWorld();
    tiles.setCamera(camera);
    tiles.setResolutionFromRenderer(camera, this.renderer);
  }

  async look(): Promise<Found> {
    const { tiles, found } = this;
    const city = new Sphere();
    const deadline = performance.now() + PATIENCE_MS;
    let calm = 0;
    while (calm < 20 && performance.now() < deadline) {
      if (tiles.getBoundingSphere(city)) this.aim(city.center);
      tiles.update();
      this.renderer.render(this.scene, this.camera);
      const busy = tiles.loadProgress < 1 || found.tiles === 0;
      calm = busy ? 0 : calm + 1;
      await nextFrame();
    }
    const place = { lat: 0, lon: 0, height: 0 };
    tiles.ellipsoid.getPositionToCartographic(city.center, place);
    found.lat = place.lat * MathUtils.RAD2DEG;
    found.lon = place.lon * MathUtils.RAD2DEG;
    return found;
  }
}

window.look = (tileset) => new Viewer(tileset).look();
