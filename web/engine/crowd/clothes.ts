import { Group, Slot } from './body-builder.js';
import type { BodyBuilder, Ring } from './body-builder.js';
import { Bone } from './skeleton.js';

/** Order of `top` in schema/look.json. */
export enum Top {
  tShirt,
  shirt,
  hoodie,
  jacket,
  hanfu,
  qipao,
  coat,
  vest,
}

/** Order of `bottom` in schema/look.json. */
export enum Bottom {
  trousers,
  shorts,
  skirt,
  longSkirt,
}

const kBodyShell: readonly Ring[] = [
  { y: 0.94, rx: 0.169, rz: 0.127, bone: Bone.hips },
  { y: 1.06, rx: 0.15, rz: 0.113, bone: Bone.waist },
  { y: 1.15, rx: 0.158, rz: 0.117, bone: Bone.waist, other: Bone.chest, share: 0.5 },
  { y: 1.24, rx: 0.174, rz: 0.124, bone: Bone.chest },
  { y: 1.318, rx: 0.181, rz: 0.116, z: 0.006, bone: Bone.chest },
  { y: 1.372, rx: 0.162, rz: 0.096, z: 0.012, bone: Bone.chest },
  { y: 1.405, rx: 0.106, rz: 0.082, z: 0.014, bone: Bone.chest },
];

/** Cloth around the body, `looser` metres away from it, down to a hem. */
function shell(b: BodyBuilder, looser: number, slot: Slot, segments: number, hem?: Ring): void {
  const rings = kBodyShell.map((r) => ({
    ...r,
    rx: r.rx + looser,
    rz: r.rz + looser,
    slot,
    round: 0.82,
  }));
  b.loft(hem ? [hem, ...rings] : rings, segments, false, false);
}

interface SkirtShape {
  top: number;
  hem: number;
  waist: number;
  width: number;
  slot: Slot;
}

/** A skirt follows the legs halfway, more towards its hem. */
function skirt(b: BodyBuilder, s: SkirtShape, segments: number, rows: number): void {
  b.patch(
    segments,
    rows,
    (u, v) => {
      const a = u * Math.PI * 2;
      const y = s.top + (s.hem - s.top) * v;
      const r = s.waist + (s.width - s.waist) * Math.sin(v ** 1.25 * 1.35);
      const fold = 1 + 0.035 * v * Math.sin(a * 9);
      return [Math.cos(a) * r * fold, y, -Math.sin(a) * r * 0.76 * fold + 0.004];
    },
    { bone: Bone.hips, other: Bone.hips, share: 0, slot: s.slot },
    true,
  );
}

function sleeve(
  b: BodyBuilder,
  side: -1 | 1,
  low: number,
  wide: number,
  slot: Slot,
  segments: number,
): void {
  const [upper, fore] =
    side < 0 ? [Bone.upperArmL, Bone.forearmL] : [Bone.upperArmR, Bone.forearmR];
  const at = (y: number, r: number, x: number, deep = 1.1): Ring => ({
    y,
    x: side * x,
    z: 0.01,
    rx: r,
    rz: r * deep,
    bone: upper,
    other: fore,
    share: Math.min(Math.max((1.095 - y) / 0.09 + 0.5, 0), 1),
    slot,
  });
  const rings =
    low < 1.05
      ? [
          at(low, wide, 0.216, 1.5),
          at(1.0, wide * 0.75 + 0.012, 0.211, 1.3),
          at(1.13, 0.057, 0.203),
        ]
      : [at(low, wide, 0.2)];
  b.loft(
    [...rings, at(1.27, 0.061, 0.187), at(1.335, 0.065, 0.17), at(1.385, 0.046, 0.148)],
    segments,
    false,
    true,
  );
}

function collar(b: BodyBuilder, height: number, slot: Slot, segments: number): void {
  const bone = { bone: Bone.chest, other: Bone.neck, slot };
  b.loft(
    [
      { ...bone, y: 1.385, z: 0.014, rx: 0.084, rz: 0.076, share: 0, tilt: 0.014 },
      { ...bone, y: 1.385 + height, z: 0.01, rx: 0.066, rz: 0.067, share: 0.35, tilt: 0.014 },
    ],
    segments,
    false,
    false,
  );
}

function hood(b: BodyBuilder, segments: number): void {
  b.ball([0, 1.4, 0.085], [0.118, 0.06, 0.062], segments, {
    bone: Bone.chest,
    other: Bone.neck,
    share: 0.2,
    slot: Slot.top,
  });
}

function addTops(b: BodyBuilder, n: number, limb: number): void {
  const only = (...choices: Top[]): BodyBuilder => b.show({ group: Group.top, choices });
  shell(only(Top.tShirt, Top.shirt), 0, Slot.top, n);
  shell(only(Top.hoodie), 0.014, Slot.top, n);
  shell(only(Top.jacket, Top.vest), 0.01, Slot.top, n);
  const robe = (y: number, r: number): Ring => ({
    y,
    rx: r,
    rz: r * 0.76,
    bone: Bone.hips,
    slot: Slot.top,
    round: 0.9,
  });
  shell(only(Top.hanfu), 0.012, Slot.top, n, robe(0.93, 0.18));
  shell(only(Top.qipao), 0.002, Slot.top, n, robe(0.92, 0.166));
  shell(only(Top.coat), 0.016, Slot.top, n, robe(0.9, 0.19));
  hood(only(Top.hoodie), n > 8 ? 9 : 5);
  collar(only(Top.shirt, Top.coat), 0.042, Slot.trim, limb);
  collar(only(Top.qipao), 0.052, Slot.trim, limb);
  collar(only(Top.hanfu, Top.jacket), 0.036, Slot.trim, limb);
  for (const side of [-1, 1] as const) {
    sleeve(only(Top.tShirt), side, 1.15, 0.062, Slot.top, limb);
    sleeve(only(Top.hoodie, Top.jacket, Top.coat), side, 0.868, 0.04, Slot.top, limb);
    sleeve(only(Top.hanfu), side, 0.84, 0.085, Slot.top, limb);
    sleeve(only(Top.qipao), side, 1.2, 0.058, Slot.top, limb);
  }
  skirt(
    only(Top.hanfu),
    { top: 1.03, hem: 0.17, waist: 0.187, width: 0.31, slot: Slot.bottom },
    n + 4,
    5,
  );
  skirt(
    only(Top.qipao),
    { top: 0.96, hem: 0.42, waist: 0.166, width: 0.19, slot: Slot.top },
    n + 2,
    4,
  );
  skirt(
    only(Top.coat),
    { top: 0.95, hem: 0.5, waist: 0.186, width: 0.24, slot: Slot.top },
    n + 2,
    4,
  );
  belt(only(Top.hanfu), 1.02, 0.19, n);
}

function belt(b: BodyBuilder, y: number, r: number, n: number): void {
  const ring = { bone: Bone.waist, slot: Slot.trim };
  b.loft(
    [
      { ...ring, y: y - 0.03, rx: r + 0.006, rz: r * 0.78 },
      { ...ring, y: y + 0.035, rx: r, rz: r * 0.76 },
    ],
    n,
    false,
    false,
  );
}

function addBottoms(b: BodyBuilder, n: number, limb: number): void {
  const only = (...choices: Bottom[]): BodyBuilder => b.show({ group: Group.bottom, choices });
  for (const side of [-1, 1] as const) {
    const [thigh, shin] = side < 0 ? [Bone.thighL, Bone.shinL] : [Bone.thighR, Bone.shinR];
    only(Bottom.shorts).loft(
      [
        {
          x: side * 0.091,
          y: 0.53,
          z: -0.002,
          rx: 0.086,
          rz: 0.092,
          bone: thigh,
          slot: Slot.bottom,
        },
        {
          x: side * 0.086,
          y: 0.86,
          z: 0.002,
          rx: 0.096,
          rz: 0.102,
          bone: thigh,
          slot: Slot.bottom,
        },
      ],
      limb,
      false,
      false,
    );
    only(Bottom.trousers).loft(
      [
        { x: side * 0.094, y: 0.06, z: 0.008, rx: 0.058, rz: 0.066, bone: shin, slot: Slot.bottom },
        { x: side * 0.093, y: 0.4, z: 0.004, rx: 0.066, rz: 0.072, bone: shin, slot: Slot.bottom },
        {
          x: side * 0.092,
          y: 0.49,
          z: -0.006,
          rx: 0.068,
          rz: 0.074,
          bone: thigh,
          other: shin,
          share: 0.5,
          slot: Slot.bottom,
        },
        { x: side * 0.088, y: 0.72, z: 0, rx: 0.084, rz: 0.092, bone: thigh, slot: Slot.bottom },
        { x: side * 0.08, y: 0.88, z: 0.002, rx: 0.088, rz: 0.1, bone: thigh, slot: Slot.bottom },
      ],
      limb,
      false,
      false,
    );
  }
  skirt(
    only(Bottom.skirt),
    { top: 0.985, hem: 0.52, waist: 0.149, width: 0.27, slot: Slot.bottom },
    n + 4,
    4,
  );
  skirt(
    only(Bottom.longSkirt),
    { top: 0.985, hem: 0.14, waist: 0.149, width: 0.3, slot: Slot.bottom },
    n + 4,
    5,
  );
}

/** Cloth that stands off the body; what lies on it is painted by the shader. */
export function addClothes(b: BodyBuilder, fine: boolean): void {
  addTops(b, fine ? 14 : 7, fine ? 9 : 5);
  addBottoms(b, fine ? 14 : 7, fine ? 9 : 5);
}
