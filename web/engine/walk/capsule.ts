// Contact between an upright capsule and one triangle: twin of kernel/geometry/capsule.cpp. Only
// + - * / and square root, in the same order as there, so that both give the same bits.
import {
  type Box,
  type Triangle,
  type Vec3,
  add,
  dot,
  lengthSquared,
  scaled,
  scaledNormal,
  subtract,
} from './vec.js';

export interface UprightCapsule {
  readonly x: number;
  readonly z: number;
  /** y of the centre of the lower sphere. */
  readonly low: number;
  /** y of the centre of the upper sphere; not below `low`. */
  readonly high: number;
  readonly radius: number;
}

export interface Contact {
  /** Nearest point of the triangle. */
  readonly point: Vec3;
  /** From there to the nearest point of the capsule's axis. */
  readonly away: Vec3;
  /** Length of `away`; 0 where the axis goes through the triangle. */
  readonly distance: number;
}

export interface Support {
  /** Where the centre of the sphere comes to rest. */
  readonly centerY: number;
  /** Of the point of the triangle that it then touches. */
  readonly touchedY: number;
}

export function capsuleBox({ x, z, low, high, radius }: UprightCapsule): Box {
  return {
    min: { x: x - radius, y: low - radius, z: z - radius },
    max: { x: x + radius, y: high + radius, z: z + radius },
  };
}

/** Twice the signed area of (a, b, point) seen from above. */
function side(a: Vec3, b: Vec3, x: number, z: number): number {
  return (b.x - a.x) * (z - a.z) - (b.z - a.z) * (x - a.x);
}

function covers(t: Triangle, x: number, z: number): boolean {
  const ab = side(t.a, t.b, x, z);
  const bc = side(t.b, t.c, x, z);
  const ca = side(t.c, t.a, x, z);
  return (ab >= 0 && bc >= 0 && ca >= 0) || (ab <= 0 && bc <= 0 && ca <= 0);
}

class NearestContact {
  private bestSquared: number;
  private point: Vec3 | null = null;
  private away: Vec3 | null = null;

  constructor(private readonly capsule: UprightCapsule) {
    this.bestSquared = capsule.radius * capsule.radius;
  }

  offer(point: Vec3, axisY: number): void {
    const away = { x: this.capsule.x - point.x, y: axisY - point.y, z: this.capsule.z - point.z };
    const squared = lengthSquared(away);
    if (!(squared < this.bestSquared)) return; // also refuses what a flat triangle yields
    this.bestSquared = squared;
    this.point = point;
    this.away = away;
  }

  take(): Contact | null {
    if (!this.point || !this.away) return null;
    return { point: this.point, away: this.away, distance: Math.sqrt(this.bestSquared) };
  }
}

/** Where the whole axis passes the edge sideways; passing an end of it is left to closestPoint. */
function offerEdge(nearest: NearestContact, capsule: UprightCapsule, a: Vec3, b: Vec3): void {
  const ex = b.x - a.x;
  const ez = b.z - a.z;
  const flat = ex * ex + ez * ez;
  if (flat === 0) {
    const y = Math.max(capsule.low, Math.min(a.y, b.y));
    if (y <= capsule.high && y <= Math.max(a.y, b.y)) nearest.offer({ x: a.x, y, z: a.z }, y);
    return;
  }
  const along = ((capsule.x - a.x) * ex + (capsule.z - a.z) * ez) / flat;
  const t = along < 0 ? 0 : along > 1 ? 1 : along;
  const p = { x: a.x + ex * t, y: a.y + (b.y - a.y) * t, z: a.z + ez * t };
  if (p.y >= capsule.low && p.y <= capsule.high) nearest.offer(p, p.y);
}

function offerCrossing(nearest: NearestContact, capsule: UprightCapsule, t: Triangle): void {
  const n = scaledNormal(t);
  if (n.y === 0 || !covers(t, capsule.x, capsule.z)) return;
  const y = t.a.y - ((capsule.x - t.a.x) * n.x + (capsule.z - t.a.z) * n.z) / n.y;
  if (y >= capsule.low && y <= capsule.high) nearest.offer({ x: capsule.x, y, z: capsule.z }, y);
}

/** Christer Ericson, Real-Time Collision Detection, 2005, section 5.1.5. */
export function closestPoint(t: Triangle, p: Vec3): Vec3 {
  const ab = subtract(t.b, t.a);
  const ac = subtract(t.c, t.a);
  const ap = subtract(p, t.a);
  const d1 = dot(ab, ap);
  const d2 = dot(ac, ap);
  if (d1 <= 0 && d2 <= 0) return t.a;
  const bp = subtract(p, t.b);
  const d3 = dot(ab, bp);
  const d4 = dot(ac, bp);
  if (d3 >= 0 && d4 <= d3) return t.b;
  const vc = d1 * d4 - d3 * d2;
  if (vc <= 0 && d1 >= 0 && d3 <= 0) return add(t.a, scaled(ab, d1 / (d1 - d3)));
  const cp = subtract(p, t.c);
  const d5 = dot(ab, cp);
  const d6 = dot(ac, cp);
  if (d6 >= 0 && d5 <= d6) return t.c;
  const vb = d5 * d2 - d1 * d6;
  if (vb <= 0 && d2 >= 0 && d6 <= 0) return add(t.a, scaled(ac, d2 / (d2 - d6)));
  const va = d3 * d6 - d5 * d4;
  if (va <= 0 && d4 - d3 >= 0 && d5 - d6 >= 0) {
    return add(t.b, scaled(subtract(t.c, t.b), (d4 - d3) / (d4 - d3 + (d5 - d6))));
  }
  const scale = 1 / (va + vb + vc);
  return add(add(t.a, scaled(ab, vb * scale)), scaled(ac, vc * scale));
}

/** The closest approach of the capsule's axis to the triangle, if it is nearer than the radius. */
export function findContact(capsule: UprightCapsule, t: Triangle): Contact | null {
  const nearest = new NearestContact(capsule);
  const { x, z, low, high } = capsule;
  nearest.offer(closestPoint(t, { x, y: low, z }), low);
  nearest.offer(closestPoint(t, { x, y: high, z }), high);
  offerEdge(nearest, capsule, t.a, t.b);
  offerEdge(nearest, capsule, t.b, t.c);
  offerEdge(nearest, capsule, t.c, t.a);
  offerCrossing(nearest, capsule, t);
  return nearest.take();
}

class HighestSupport {
  private best: Support | null = null;

  constructor(
    private readonly x: number,
    private readonly z: number,
    private readonly radius: number,
  ) {}

  private offer(centerY: number, touchedY: number): void {
    if (!(centerY > (this.best?.centerY ?? -Infinity))) return;
    this.best = { centerY, touchedY };
  }

  offerFace(t: Triangle): void {
    const raw = scaledNormal(t);
    const size = Math.sqrt(lengthSquared(raw));
    if (Math.abs(raw.y) <= 1e-9 * size) return;
    const n = scaled(raw, (raw.y < 0 ? -1 : 1) / size);
    const r = this.radius;
    const y = t.a.y + (r - (this.x - t.a.x) * n.x - (this.z - t.a.z) * n.z) / n.y;
    if (covers(t, this.x - r * n.x, this.z - r * n.z)) this.offer(y, y - r * n.y);
  }

  /** The vertical line through (x, z) against the cylinder around the edge. */
  offerEdge(a: Vec3, b: Vec3): void {
    const e = subtract(b, a);
    const wx = this.x - a.x;
    const wz = this.z - a.z;
    const flat = e.x * e.x + e.z * e.z;
    if (flat === 0) return;
    const along = wx * e.x + wz * e.z;
    const all = flat + e.y * e.y;
    const c = (wx * wx + wz * wz - this.radius * this.radius) * all - along * along;
    const underRoot = e.y * along * (e.y * along) - flat * c;
    if (underRoot < 0) return;
    const y = (e.y * along + Math.sqrt(underRoot)) / flat;
    const t = (along + y * e.y) / all;
    if (t >= 0 && t <= 1) this.offer(a.y + y, a.y + e.y * t);
  }

  offerVertex(v: Vec3): void {
    const dx = this.x - v.x;
    const dz = this.z - v.z;
    const rest = this.radius * this.radius - dx * dx - dz * dz;
    if (rest >= 0) this.offer(v.y + Math.sqrt(rest), v.y);
  }

  take(): Support | null {
    return this.best;
  }
}

/** A sphere that comes down the vertical line (x, z): the highest centre at which it touches. */
export function findSupport(x: number, z: number, radius: number, t: Triangle): Support | null {
  const highest = new HighestSupport(x, z, radius);
  highest.offerFace(t);
  highest.offerEdge(t.a, t.b);
  highest.offerEdge(t.b, t.c);
  highest.offerEdge(t.c, t.a);
  highest.offerVertex(t.a);
  highest.offerVertex(t.b);
  highest.offerVertex(t.c);
  return highest.take();
}
