import { BoxGeometry, Mesh, MeshLambertMaterial, SphereGeometry } from 'three';
import type { Scene } from 'three';
import type { Crowd } from '../crowd/crowd.js';
import type { HandsPose, TrackedPose } from '../types.js';

const kForgetMs = 1500;

interface Person {
  parts: [Mesh, Mesh, Mesh];
  poses: HandsPose;
  seenMs: number;
}

/** Visors and hands of people who are in a headset, over their bodies. */
export class HandsView {
  private readonly people = new Map<number, Person>();
  private readonly visor = new BoxGeometry(0.19, 0.095, 0.09).translate(0, 0, -0.07);
  private readonly hand = new SphereGeometry(0.055, 10, 8).scale(0.7, 0.5, 1.25);
  private readonly dark = new MeshLambertMaterial({ color: 0x23262d, emissive: 0x10141c });
  private readonly light = new MeshLambertMaterial({ color: 0xe9e4da, emissive: 0x1c1a17 });

  constructor(
    private readonly scene: Scene,
    private readonly crowd: Crowd,
    private readonly nowMs: () => number,
  ) {}

  set(handle: number, poses: HandsPose): void {
    const known = this.people.get(handle);
    if (known) {
      known.poses = poses;
      known.seenMs = this.nowMs();
      return;
    }
    const parts: Person['parts'] = [
      new Mesh(this.visor, this.dark),
      new Mesh(this.hand, this.light),
      new Mesh(this.hand, this.light),
    ];
    this.scene.add(...parts);
    this.people.set(handle, { parts, poses, seenMs: this.nowMs() });
  }

  shown(handle: number): number {
    return this.people.get(handle)?.parts.filter((part) => part.visible).length ?? 0;
  }

  update(): void {
    for (const [handle, person] of this.people) {
      const feet = this.crowd.position(handle);
      if (!feet || this.nowMs() - person.seenMs > kForgetMs) {
        this.scene.remove(...person.parts);
        this.people.delete(handle);
        continue;
      }
      const tracked = [person.poses.head, person.poses.left, person.poses.right];
      person.parts.forEach((part, i) => this.place(part, tracked[i] ?? null, feet));
    }
  }

  private place(
    part: Mesh,
    pose: TrackedPose | null,
    feet: { x: number; y: number; z: number },
  ): void {
    part.visible = pose !== null;
    if (!pose) return;
    const [x, y, z] = pose.position;
    part.position.set(feet.x + x, feet.y + y, feet.z + z);
    part.quaternion.set(...pose.turn);
  }

  dispose(): void {
    for (const person of this.people.values()) this.scene.remove(...person.parts);
    this.people.clear();
    for (const thing of [this.visor, this.hand, this.dark, this.light]) thing.dispose();
  }
}
