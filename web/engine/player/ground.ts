import { CollisionWorld, readCollisionCell } from '../walk/index.js';
import type { Triangle } from '../walk/index.js';
import type { Manifest } from '../types.js';

/** Cells this near are fetched; those twice as far are forgotten. */
const kReachM = 90;
const kRetryMs = 2000;

interface Cell {
  x: number;
  z: number;
  blob: string;
  state: 'absent' | 'loading' | 'loaded';
  /** While it is on its way. */
  arrival: Promise<void> | null;
  retryAt: number;
}

/** What one can stand on and bump into: fetches collision cells around the person. */
export class Ground {
  readonly world = new CollisionWorld();
  private readonly cells: Cell[];
  private readonly size: number;

  constructor(
    manifest: Manifest,
    private readonly onBytes: (bytes: number) => void,
    private readonly nowMs: () => number,
  ) {
    this.size = manifest.collision.cell_size_m;
    this.cells = manifest.collision.cells.map((cell) => ({
      ...cell,
      state: 'absent',
      arrival: null,
      retryAt: 0,
    }));
  }

  private distance(cell: Cell, x: number, z: number): number {
    const dx = Math.max(cell.x * this.size - x, x - (cell.x + 1) * this.size, 0);
    const dz = Math.max(cell.z * this.size - z, z - (cell.z + 1) * this.size, 0);
    return Math.max(dx, dz);
  }

  /** True when every cell within a few steps of the place is here. */
  ready(x: number, z: number): boolean {
    return this.cells.every((cell) => cell.state === 'loaded' || this.distance(cell, x, z) > 3);
  }

  /** Fetches what is near; resolves when the place can be walked on. */
  async ensure(x: number, z: number): Promise<void> {
    const near = this.cells.filter((cell) => this.distance(cell, x, z) <= 3);
    await Promise.all(near.map((cell) => this.fetchCell(cell)));
  }

  update(x: number, z: number): void {
    const now = this.nowMs();
    for (const cell of this.cells) {
      const distance = this.distance(cell, x, z);
      if (distance < kReachM && cell.state === 'absent' && now >= cell.retryAt) {
        void this.fetchCell(cell).catch(() => undefined);
      } else if (distance > kReachM * 2 + this.size && cell.state === 'loaded') {
        this.world.remove(cell.x, cell.z);
        cell.state = 'absent';
      }
    }
  }

  /** Whoever asks while it is on its way waits for the same answer. */
  private fetchCell(cell: Cell): Promise<void> {
    if (cell.state === 'loaded') return Promise.resolve();
    cell.arrival ??= this.load(cell).finally(() => (cell.arrival = null));
    return cell.arrival;
  }

  private async load(cell: Cell): Promise<void> {
    cell.state = 'loading';
    try {
      const response = await fetch(cell.blob);
      if (!response.ok) throw new Error(`${cell.blob}: HTTP ${response.status}`);
      const bytes = await response.arrayBuffer();
      this.onBytes(bytes.byteLength);
      this.world.add(readCollisionCell(bytes));
      cell.state = 'loaded';
    } catch (error) {
      cell.state = 'absent';
      cell.retryAt = this.nowMs() + kRetryMs;
      throw error;
    }
  }

  /** How far along the straight way from a to b nothing is in between: 0..1. */
  clearShare(ax: number, ay: number, az: number, bx: number, by: number, bz: number): number {
    const near = this.world.query({
      min: { x: Math.min(ax, bx), y: Math.min(ay, by), z: Math.min(az, bz) },
      max: { x: Math.max(ax, bx), y: Math.max(ay, by), z: Math.max(az, bz) },
    });
    let share = 1;
    for (const { triangle } of near) {
      const t = segmentHits(triangle, ax, ay, az, bx - ax, by - ay, bz - az);
      if (t < share) share = t;
    }
    return share;
  }
}

/**
 * Parameter 0..1 at which the segment meets the triangle from either side; 2 = never.
 * Möller and Trumbore, "Fast, Minimum Storage Ray/Triangle Intersection", 1997.
 */
export function segmentHits(
  { a, b, c }: Triangle,
  ox: number,
  oy: number,
  oz: number,
  dx: number,
  dy: number,
  dz: number,
): number {
  const e1x = b.x - a.x;
  const e1y = b.y - a.y;
  const e1z = b.z - a.z;
  const e2x = c.x - a.x;
  const e2y = c.y - a.y;
  const e2z = c.z - a.z;
  const px = dy * e2z - dz * e2y;
  const py = dz * e2x - dx * e2z;
  const pz = dx * e2y - dy * e2x;
  const det = e1x * px + e1y * py + e1z * pz;
  if (Math.abs(det) < 1e-12) return 2;
  const tx = ox - a.x;
  const ty = oy - a.y;
  const tz = oz - a.z;
  const u = (tx * px + ty * py + tz * pz) / det;
  if (u < 0 || u > 1) return 2;
  const qx = ty * e1z - tz * e1y;
  const qy = tz * e1x - tx * e1z;
  const qz = tx * e1y - ty * e1x;
  const v = (dx * qx + dy * qy + dz * qz) / det;
  if (v < 0 || u + v > 1) return 2;
  const t = (e2x * qx + e2y * qy + e2z * qz) / det;
  return t >= 0 && t <= 1 ? t : 2;
}
