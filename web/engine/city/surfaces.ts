import { Matrix4 } from 'three';
import type { BufferGeometry, Material, Mesh, Object3D } from 'three';
import type { Atmosphere } from '../sky/atmosphere.js';
import { facadePatch } from './facade.js';
import { foliagePatch, glowPatch, solidPatch } from './ground.js';
import { kUnmirroredLayer } from './mirror.js';
import { patchedMaterial } from './patched-material.js';
import { makeWater } from './water.js';
import type { Water } from './water.js';

/** Material names of the baked tiles: the contract between import and engine. */
export type SurfaceName = 'solid' | 'facade' | 'glow' | 'water' | 'foliage';

/** The few materials that the whole city shares. */
export class Surfaces {
  readonly water: Water;
  /** Height of the river, from the first water that comes in; null before. */
  waterLevel: number | null = null;
  private readonly materials: Record<SurfaceName, Material>;

  constructor(atmosphere: Atmosphere) {
    this.water = makeWater(atmosphere);
    this.materials = {
      solid: patchedMaterial(atmosphere, solidPatch),
      facade: patchedMaterial(atmosphere, facadePatch),
      glow: patchedMaterial(atmosphere, glowPatch),
      foliage: patchedMaterial(atmosphere, foliagePatch),
      water: this.water.material,
    };
  }

  /** Gives a loaded tile our materials, by the names of those it came with. */
  dress(tile: Object3D, toSpace: Matrix4): void {
    tile.updateMatrixWorld(true);
    tile.traverse((object) => {
      const mesh = object as Mesh;
      if (mesh.isMesh) this.dressMesh(mesh, toSpace);
    });
  }

  private dressMesh(mesh: Mesh, toSpace: Matrix4): void {
    const given = (Array.isArray(mesh.material) ? mesh.material[0]! : mesh.material).name;
    const name = given in this.materials ? (given as SurfaceName) : 'solid';
    const geometry = mesh.geometry;
    mesh.material = this.materials[name];
    if (!geometry.getAttribute('normal')) geometry.computeVertexNormals();
    mesh.castShadow = name !== 'water' && name !== 'glow';
    mesh.receiveShadow = name !== 'water';
    if (name === 'water') this.noteWater(mesh, geometry, toSpace);
  }

  private noteWater(mesh: Mesh, geometry: BufferGeometry, toSpace: Matrix4): void {
    mesh.layers.set(kUnmirroredLayer);
    if (this.waterLevel !== null) return;
    geometry.computeBoundingBox();
    // One matrix: a box turned to Earth's axes in between would swell by kilometres.
    const placed = new Matrix4().multiplyMatrices(toSpace, mesh.matrixWorld);
    const box = geometry.boundingBox!.clone().applyMatrix4(placed);
    this.waterLevel = box.max.y;
  }

  dispose(): void {
    for (const material of Object.values(this.materials)) material.dispose();
  }
}
