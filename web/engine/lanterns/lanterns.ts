import type { Scene } from 'three';
import { Listeners } from '../listeners.js';
import { approach } from '../math.js';
import type { Atmosphere } from '../sky/atmosphere.js';
import type { LanternSpot, LanternView, Unsubscribe } from '../types.js';
import type { Celebration } from './celebration.js';
import { makeLanternMeshes } from './lantern-mesh.js';
import type { LanternMeshes } from './lantern-mesh.js';

const kReachM = 4;

/** The lanterns that visitors find together: dark ones glimmer, lit ones glow. */
export class Lanterns implements LanternView {
  private spots: LanternSpot[] = [];
  private lit: boolean[] = [];
  private shown: number[] = [];
  private readonly early = new Map<string, boolean>();
  private meshes: LanternMeshes | null = null;
  private near: string | null = null;
  private disposed = false;
  private celebration: Celebration | null = null;
  private readonly nearListeners = new Listeners<[string | null]>();
  reducedMotion = false;

  constructor(
    private readonly scene: Scene,
    private readonly atmosphere: Atmosphere,
    private readonly random: () => number,
  ) {}

  setSpots(spots: readonly LanternSpot[]): void {
    this.spots = [...spots];
    this.lit = spots.map((spot) => this.early.get(spot.id) ?? false);
    this.shown = this.lit.map((lit) => (lit ? 1 : 0));
    this.takeAway();
    if (spots.length === 0) return;
    this.meshes = makeLanternMeshes(
      this.atmosphere,
      spots.map((spot) => spot.position),
    );
    this.shown.forEach((lit, i) => this.meshes!.setLit(i, lit));
    this.scene.add(this.meshes.body, this.meshes.halo);
  }

  setLit(id: string, lit: boolean): void {
    this.early.set(id, lit);
    const index = this.spots.findIndex((spot) => spot.id === id);
    if (index >= 0) this.lit[index] = lit;
  }

  onNear(listener: (id: string | null) => void): Unsubscribe {
    return this.nearListeners.add(listener);
  }

  get celebrating(): boolean {
    return this.celebration !== null;
  }

  celebrate(): void {
    void import('./celebration.js').then(({ Celebration }) => {
      if (this.disposed) return;
      this.celebration?.dispose();
      const center = this.spots[0]?.position ?? [0, 0, 0];
      this.celebration = new Celebration(this.scene, {
        center,
        random: this.random,
        quiet: this.reducedMotion,
        clock: this.atmosphere.uniforms.uTime!,
      });
    });
  }

  update(
    feet: { x: number; y: number; z: number },
    seconds: number,
    eye: { x: number; y: number; z: number },
  ): void {
    const t = approach(seconds, 0.35);
    let near: string | null = null;
    this.spots.forEach((spot, i) => {
      const wanted = this.lit[i] ? 1 : 0;
      const shown = this.shown[i]!;
      if (Math.abs(wanted - shown) > 0.002) {
        this.shown[i] = shown + (wanted - shown) * t;
        this.meshes?.setLit(i, this.shown[i]);
      }
      const [x, y, z] = spot.position;
      if (!this.lit[i] && Math.hypot(x - feet.x, y - feet.y, z - feet.z) <= kReachM) near = spot.id;
    });
    if (near !== this.near) {
      this.near = near;
      this.nearListeners.tell(near);
    }
    if (this.celebration && !this.celebration.update(seconds, eye)) {
      this.celebration.dispose();
      this.celebration = null;
    }
  }

  dispose(): void {
    this.disposed = true;
    this.celebration?.dispose();
    this.takeAway();
  }

  private takeAway(): void {
    if (!this.meshes) return;
    this.scene.remove(this.meshes.body, this.meshes.halo);
    this.meshes.dispose();
    this.meshes = null;
  }
}
