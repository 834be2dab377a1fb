import { BufferAttribute, BufferGeometry } from 'three';
import type { Bone } from './skeleton.js';

/** What colours a vertex; the shader turns slot and look into a colour. */
export enum Slot {
  skin,
  hair,
  top,
  trim,
  bottom,
  shoes,
  accessory,
  upperSleeve,
  forearm,
  thigh,
  shin,
  dark,
  face,
  white,
}

/** Which choice of a look shows a vertex. */
export enum Group {
  always,
  hair,
  top,
  bottom,
  accessory,
}

/** Shown only for these choices of the group. */
export interface Shown {
  group: Group;
  choices: readonly number[];
}

export const always: Shown = { group: Group.always, choices: [] };

export interface Ring {
  x?: number;
  y: number;
  z?: number;
  /** Half widths across (x) and in depth (z). */
  rx: number;
  rz: number;
  bone: Bone;
  /** A second bone and its share 0..1. */
  other?: Bone;
  share?: number;
  slot?: Slot;
  /** Squareness: 1 = ellipse, towards 0 = box. */
  round?: number;
  /** Tilts the ring: extra height at the back (+z). */
  tilt?: number;
}

interface Vertex {
  p: readonly [number, number, number];
  bone: Bone;
  other: Bone;
  share: number;
  slot: Slot;
}

/** Collects rings and patches into one indexed mesh with skin, slot and choice per vertex. */
export class BodyBuilder {
  private readonly positions: number[] = [];
  private readonly skin: number[] = [];
  private readonly shown: number[] = [];
  private readonly indices: number[] = [];
  private current: Shown = always;

  show(shown: Shown): this {
    this.current = shown;
    return this;
  }

  private vertex(v: Vertex): number {
    const mask = this.current.choices.reduce((bits, choice) => bits | (1 << choice), 0);
    this.positions.push(...v.p);
    this.skin.push(v.bone, v.other, Math.round(v.share * 255), v.slot);
    this.shown.push(this.current.group, mask & 0xff);
    return this.positions.length / 3 - 1;
  }

  private triangle(a: number, b: number, c: number): void {
    this.indices.push(a, b, c);
  }

  /** A skin over rings from bottom to top (or any order that keeps the outside outside). */
  loft(rings: readonly Ring[], segments: number, capFirst = true, capLast = true): this {
    const starts = rings.map((ring) => this.ring(ring, segments));
    for (let i = 1; i < rings.length; i++) {
      const a = starts[i - 1]!;
      const b = starts[i]!;
      for (let s = 0; s < segments; s++) {
        const t = (s + 1) % segments;
        this.triangle(a + s, b + s, b + t);
        this.triangle(a + s, b + t, a + t);
      }
    }
    if (capFirst) this.cap(starts[0]!, rings[0]!, segments, false);
    if (capLast) this.cap(starts[rings.length - 1]!, rings[rings.length - 1]!, segments, true);
    return this;
  }

  private ring(ring: Ring, segments: number): number {
    const first = this.positions.length / 3;
    const power = ring.round ?? 1;
    for (let s = 0; s < segments; s++) {
      const a = (s / segments) * Math.PI * 2;
      const c = Math.cos(a);
      const n = Math.sin(a);
      const x = Math.sign(c) * Math.abs(c) ** power * ring.rx;
      const z = Math.sign(n) * Math.abs(n) ** power * ring.rz;
      const lift = (ring.tilt ?? 0) * (z / Math.max(ring.rz, 1e-4));
      this.vertex({
        ...this.skinOf(ring),
        p: [(ring.x ?? 0) + x, ring.y + lift, (ring.z ?? 0) + z],
      });
    }
    return first;
  }

  private skinOf(ring: Ring): Omit<Vertex, 'p'> {
    return {
      bone: ring.bone,
      other: ring.other ?? ring.bone,
      share: ring.share ?? 0,
      slot: ring.slot ?? 0,
    };
  }

  private cap(start: number, ring: Ring, segments: number, top: boolean): void {
    const middle = this.vertex({ ...this.skinOf(ring), p: [ring.x ?? 0, ring.y, ring.z ?? 0] });
    for (let s = 0; s < segments; s++) {
      const t = (s + 1) % segments;
      if (top) this.triangle(start + s, middle, start + t);
      else this.triangle(start + t, middle, start + s);
    }
  }

  /** A grid of points; outside is where the columns turn left to right seen from it. */
  patch(
    columns: number,
    rows: number,
    at: (u: number, v: number) => readonly [number, number, number],
    skin: Omit<Vertex, 'p'>,
    closed = false,
  ): this {
    const first = this.positions.length / 3;
    for (let r = 0; r <= rows; r++) {
      for (let c = 0; c <= columns; c++) {
        const wrap = closed && c === columns ? 0 : c;
        this.vertex({ ...skin, p: at(wrap / columns, r / rows) });
      }
    }
    const w = columns + 1;
    for (let r = 0; r < rows; r++) {
      for (let c = 0; c < columns; c++) {
        const a = first + r * w + c;
        this.triangle(a, a + w, a + w + 1);
        this.triangle(a, a + w + 1, a + 1);
      }
    }
    return this;
  }

  /** A ball or egg. */
  ball(
    center: readonly [number, number, number],
    radii: readonly [number, number, number],
    segments: number,
    skin: Omit<Vertex, 'p'>,
  ): this {
    const rings = Math.max(3, Math.round(segments * 0.6));
    return this.patch(
      segments,
      rings,
      (u, v) => {
        const a = u * Math.PI * 2;
        const b = v * Math.PI;
        return [
          center[0] + Math.cos(a) * Math.sin(b) * radii[0],
          center[1] + Math.cos(b) * radii[1],
          center[2] - Math.sin(a) * Math.sin(b) * radii[2],
        ];
      },
      skin,
      true,
    );
  }

  build(): BufferGeometry {
    const geometry = new BufferGeometry();
    geometry.setAttribute('position', new BufferAttribute(new Float32Array(this.positions), 3));
    geometry.setAttribute('aSkin', new BufferAttribute(new Uint8Array(this.skin), 4));
    geometry.setAttribute('aShown', new BufferAttribute(new Uint8Array(this.shown), 2));
    geometry.setIndex(new BufferAttribute(new Uint16Array(this.indices), 1));
    geometry.setAttribute('normal', smoothNormals(this.positions, this.indices, this.shown));
    return geometry;
  }
}

/** One number per place and choice; places count as one within a tenth of a millimetre. */
function placeKeys(p: readonly number[], shown: readonly number[]): number[] {
  const keys: number[] = [];
  for (let i = 0; i < shown.length / 2; i++) {
    const x = Math.round(p[i * 3]! * 1e4) + 4096;
    const y = Math.round(p[i * 3 + 1]! * 1e4) + 4096;
    const z = Math.round(p[i * 3 + 2]! * 1e4) + 4096;
    const choice = shown[i * 2]! * 256 + shown[i * 2 + 1]!;
    keys.push(((choice * 32768 + y) * 8192 + x) * 8192 + z);
  }
  return keys;
}

/** Normals shared by vertices at one place of one choice, so that seams do not show. */
function smoothNormals(p: number[], indices: number[], shown: number[]): BufferAttribute {
  const owner = new Map<number, number>();
  const owners = placeKeys(p, shown).map((key, i) => {
    const first = owner.get(key) ?? i;
    owner.set(key, first);
    return first;
  });
  const sums = new Float64Array(p.length);
  for (let t = 0; t < indices.length; t += 3) {
    const a = indices[t]! * 3;
    const b = indices[t + 1]! * 3;
    const c = indices[t + 2]! * 3;
    const ux = p[b]! - p[a]!;
    const uy = p[b + 1]! - p[a + 1]!;
    const uz = p[b + 2]! - p[a + 2]!;
    const vx = p[c]! - p[a]!;
    const vy = p[c + 1]! - p[a + 1]!;
    const vz = p[c + 2]! - p[a + 2]!;
    for (let k = 0; k < 3; k++) {
      const o = owners[indices[t + k]!]! * 3;
      sums[o]! += uy * vz - uz * vy;
      sums[o + 1]! += uz * vx - ux * vz;
      sums[o + 2]! += ux * vy - uy * vx;
    }
  }
  const out = new Int8Array(p.length);
  owners.forEach((o, i) => {
    const length = Math.hypot(sums[o * 3]!, sums[o * 3 + 1]!, sums[o * 3 + 2]!) || 1;
    for (let k = 0; k < 3; k++) out[i * 3 + k] = Math.round((sums[o * 3 + k]! / length) * 127);
  });
  return new BufferAttribute(out, 3, true);
}
