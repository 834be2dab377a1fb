import { Vector3 } from 'three';
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
  /** Height of the river: the lowest water around the anchor (ponds lie higher); null before. */
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
    const level = lowestNear(mesh);
    if (level !== null) this.waterLevel = Math.min(this.waterLevel ?? Infinity, level);
  }

  dispose(): void {
    for (const material of Object.values(this.materials)) material.dispose();
  }
}

/** The Earth falls away by 18 cm to here; farther water would set the mirror too low. */
const kLevelReach = 1500;

/** Height of the lowest vertex near the anchor; null where there is none. */
function lowestNear(mesh: Mesh): number | null {
  const position = mesh.geometry.getAttribute('position');
  const point = new Vector3();
  let lowest: number | null = null;
  for (let i = 0; i < position.count; i++) {
    point.fromBufferAttribute(position, i).applyMatrix4(mesh.matrix);
    if (Math.hypot(point.x, point.z) > kLevelReach) continue;
    if (lowest === null || point.y < lowest) lowest = point.y;
  }
  return lowest;
}
