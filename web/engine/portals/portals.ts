import {
  AdditiveBlending,
  CylinderGeometry,
  DoubleSide,
  Group,
  Mesh,
  MeshBasicMaterial,
} from 'three';
import type { Scene } from 'three';

export interface PortalSpot {
  x: number;
  y: number;
  z: number;
  radiusM: number;
}

const kHeightM = 2.6;
const kEdgeM = 0.14;

/** Ways into other spaces: a column of light on a bright edge. */
export class Portals {
  private readonly group = new Group();
  private readonly light = new MeshBasicMaterial({
    color: 0x4fb8ff,
    transparent: true,
    opacity: 0.28,
    blending: AdditiveBlending,
    depthWrite: false,
    side: DoubleSide,
  });
  private readonly edge = new MeshBasicMaterial({ color: 0xbfe6ff });

  constructor(scene: Scene) {
    scene.add(this.group);
  }

  set(spots: readonly PortalSpot[]): void {
    this.clear();
    for (const { x, y, z, radiusM } of spots) {
      for (const [height, material] of [
        [kHeightM, this.light],
        [kEdgeM, this.edge],
      ] as const) {
        const shape = new CylinderGeometry(radiusM, radiusM, height, 40, 1, true);
        const mesh = new Mesh(shape, material);
        mesh.position.set(x, y + height / 2, z);
        this.group.add(mesh);
      }
    }
  }

  private clear(): void {
    for (const mesh of this.group.children) (mesh as Mesh).geometry.dispose();
    this.group.clear();
  }

  dispose(): void {
    this.clear();
    this.light.dispose();
    this.edge.dispose();
    this.group.removeFromParent();
  }
}
