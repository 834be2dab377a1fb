import type { Material, Mesh } from 'three';
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
  /** Height of the river: the lowest water that came in (ponds lie higher); null before. */
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

  /** Gives a part of a tile the material of that name; its matrix is already in the space. */
  dress(mesh: Mesh, given: string): void {
    const name = given in this.materials ? (given as SurfaceName) : 'solid';
    const { geometry } = mesh;
    mesh.material = this.materials[name];
    if (!geometry.getAttribute('normal')) geometry.computeVertexNormals();
    mesh.castShadow = name !== 'water' && name !== 'glow';
    mesh.receiveShadow = name !== 'water';
    if (name === 'water') this.noteWater(mesh);
  }

  private noteWater(mesh: Mesh): void {
    mesh.layers.set(kUnmirroredLayer);
    mesh.geometry.computeBoundingBox();
    const level = mesh.geometry.boundingBox!.clone().applyMatrix4(mesh.matrix).min.y;
    this.waterLevel = Math.min(this.waterLevel ?? Infinity, level);
  }

  dispose(): void {
    for (const material of Object.values(this.materials)) material.dispose();
  }
}
