import { Slot } from './body-builder.js';
import type { Ring, BodyBuilder } from './body-builder.js';
import { Bone } from './skeleton.js';

/** How finely a body is built. */
export interface Detail {
  round: number;
  limb: number;
  /** Fingers, ears, nose, rounded shoes. */
  fine: boolean;
}

/** Centre and half sizes of the head at a height: the face looks to -z. */
export const kHeadRings: readonly { y: number; rx: number; rz: number; z: number }[] = [
  { y: 1.452, rx: 0.028, rz: 0.03, z: -0.05 },
  { y: 1.462, rx: 0.05, rz: 0.056, z: -0.034 },
  { y: 1.487, rx: 0.073, rz: 0.082, z: -0.014 },
  { y: 1.522, rx: 0.089, rz: 0.1, z: 0.002 },
  { y: 1.566, rx: 0.098, rz: 0.11, z: 0.01 },
  { y: 1.61, rx: 0.1, rz: 0.115, z: 0.012 },
  { y: 1.65, rx: 0.093, rz: 0.108, z: 0.012 },
  { y: 1.685, rx: 0.072, rz: 0.084, z: 0.012 },
  { y: 1.705, rx: 0.04, rz: 0.047, z: 0.012 },
];

/** Half widths of the head at any height, for what sits on it. */
export function headAt(y: number): { rx: number; rz: number; z: number } {
  const rings = kHeadRings;
  for (let i = 1; i < rings.length; i++) {
    const a = rings[i - 1]!;
    const b = rings[i]!;
    if (y <= b.y) {
      const t = Math.max(0, (y - a.y) / (b.y - a.y));
      return {
        rx: a.rx + (b.rx - a.rx) * t,
        rz: a.rz + (b.rz - a.rz) * t,
        z: a.z + (b.z - a.z) * t,
      };
    }
  }
  return { rx: 0.02, rz: 0.02, z: 0.012 };
}

function head(b: BodyBuilder, d: Detail): void {
  const rings = kHeadRings.filter((_, i) => d.fine || i % 2 === 0);
  b.loft(
    rings.map((r) => ({ ...r, bone: Bone.head, slot: Slot.face, round: 0.94 })),
    d.round + (d.fine ? 4 : 0),
  );
  b.loft(
    [
      { y: 1.36, z: 0.016, rx: 0.056, rz: 0.056, bone: Bone.chest, other: Bone.neck, share: 0.5 },
      { y: 1.42, z: 0.01, rx: 0.05, rz: 0.052, bone: Bone.neck },
      { y: 1.49, z: 0.004, rx: 0.05, rz: 0.056, bone: Bone.head },
    ],
    d.limb,
    false,
    false,
  );
  if (!d.fine) return;
  const flesh = { bone: Bone.head, other: Bone.head, share: 0, slot: Slot.skin };
  for (const side of [-1, 1]) b.ball([side * 0.1, 1.562, 0.018], [0.014, 0.03, 0.02], 6, flesh);
  b.ball([0, 1.54, -0.101], [0.013, 0.017, 0.017], 6, flesh);
}

const kTorso: readonly Ring[] = [
  { y: 0.83, rx: 0.1, rz: 0.085, bone: Bone.hips, slot: Slot.bottom },
  { y: 0.875, rx: 0.152, rz: 0.112, bone: Bone.hips, slot: Slot.bottom },
  { y: 0.94, rx: 0.158, rz: 0.114, bone: Bone.hips, slot: Slot.bottom },
  {
    y: 0.975,
    rx: 0.15,
    rz: 0.108,
    bone: Bone.hips,
    other: Bone.waist,
    share: 0.2,
    slot: Slot.bottom,
  },
  {
    y: 0.98,
    rx: 0.152,
    rz: 0.111,
    bone: Bone.hips,
    other: Bone.waist,
    share: 0.25,
    slot: Slot.top,
  },
  { y: 1.06, rx: 0.136, rz: 0.1, bone: Bone.waist, slot: Slot.top },
  {
    y: 1.15,
    rx: 0.148,
    rz: 0.107,
    bone: Bone.waist,
    other: Bone.chest,
    share: 0.5,
    slot: Slot.top,
  },
  { y: 1.24, rx: 0.166, rz: 0.116, bone: Bone.chest, slot: Slot.top },
  { y: 1.315, rx: 0.176, rz: 0.108, z: 0.006, bone: Bone.chest, slot: Slot.top },
  { y: 1.368, rx: 0.158, rz: 0.088, z: 0.012, bone: Bone.chest, slot: Slot.top },
  { y: 1.4, rx: 0.104, rz: 0.072, z: 0.014, bone: Bone.chest, slot: Slot.top },
  { y: 1.418, rx: 0.064, rz: 0.062, z: 0.012, bone: Bone.chest, slot: Slot.top },
];

function torso(b: BodyBuilder, d: Detail): void {
  const rings = d.fine
    ? kTorso
    : kTorso.filter((_, i) => i !== 0 && i !== 2 && i !== 6 && i !== 10);
  b.loft(
    rings.map((r) => ({ round: 0.82, ...r })),
    d.round,
    true,
    true,
  );
}

/** Bends smoothly at the joint: half of each bone there. */
function bend(
  y: number,
  joint: number,
  upper: Bone,
  lower: Bone,
): Pick<Ring, 'bone' | 'other' | 'share'> {
  const t = Math.min(Math.max((joint - y) / 0.09 + 0.5, 0), 1);
  return { bone: upper, other: lower, share: t };
}

function arm(b: BodyBuilder, d: Detail, side: -1 | 1): void {
  const [upper, fore, hand] =
    side < 0
      ? [Bone.upperArmL, Bone.forearmL, Bone.handL]
      : [Bone.upperArmR, Bone.forearmR, Bone.handR];
  const at = (y: number, r: number, x: number, z: number, slot: Slot): Ring => ({
    y,
    x: side * x,
    z,
    rx: r,
    rz: r * 1.06,
    ...bend(y, 1.095, upper, fore),
    slot,
  });
  const rings = [
    at(0.855, 0.031, 0.215, -0.003, Slot.forearm),
    at(0.95, 0.04, 0.212, 0.004, Slot.forearm),
    at(1.04, 0.044, 0.208, 0.01, Slot.forearm),
    at(1.094, 0.043, 0.205, 0.014, Slot.forearm),
    at(1.1, 0.045, 0.205, 0.014, Slot.upperSleeve),
    at(1.17, 0.05, 0.198, 0.013, Slot.upperSleeve),
    at(1.27, 0.056, 0.186, 0.011, Slot.upperSleeve),
    at(1.335, 0.06, 0.17, 0.01, Slot.upperSleeve),
    at(1.378, 0.044, 0.15, 0.01, Slot.upperSleeve),
  ];
  b.loft(d.fine ? rings : rings.filter((_, i) => [0, 3, 4, 6, 8].includes(i)), d.limb, false, true);
  const palm = { bone: hand, slot: Slot.skin };
  const hx = side * 0.216;
  b.loft(
    d.fine
      ? [
          { ...palm, x: hx, y: 0.692, z: -0.022, rx: 0.012, rz: 0.02 },
          { ...palm, x: hx, y: 0.705, z: -0.022, rx: 0.017, rz: 0.033 },
          { ...palm, x: hx, y: 0.765, z: -0.016, rx: 0.02, rz: 0.043, round: 0.8 },
          { ...palm, x: hx, y: 0.815, z: -0.01, rx: 0.022, rz: 0.041, round: 0.85 },
          { ...palm, x: hx, y: 0.868, z: -0.004, rx: 0.026, rz: 0.028 },
        ]
      : [
          { ...palm, x: hx, y: 0.7, z: -0.02, rx: 0.016, rz: 0.03 },
          { ...palm, x: hx, y: 0.868, z: -0.004, rx: 0.026, rz: 0.034 },
        ],
    d.fine ? d.limb : 4,
    true,
    false,
  );
  if (!d.fine) return;
  b.loft(
    [
      { ...palm, x: hx - side * 0.006, y: 0.755, z: -0.066, rx: 0.009, rz: 0.01 },
      { ...palm, x: hx - side * 0.004, y: 0.79, z: -0.056, rx: 0.013, rz: 0.014 },
      { ...palm, x: hx, y: 0.832, z: -0.03, rx: 0.012, rz: 0.016 },
    ],
    6,
  );
}

function leg(b: BodyBuilder, d: Detail, side: -1 | 1): void {
  const [thigh, shin, foot] =
    side < 0 ? [Bone.thighL, Bone.shinL, Bone.footL] : [Bone.thighR, Bone.shinR, Bone.footR];
  const at = (y: number, r: number, x: number, z: number, slot: Slot): Ring => ({
    y,
    x: side * x,
    z,
    rx: r * 0.96,
    rz: r * 1.06,
    ...bend(y, 0.485, thigh, shin),
    slot,
  });
  const rings = [
    at(0.075, 0.04, 0.094, 0.012, Slot.shin),
    at(0.19, 0.046, 0.094, 0.012, Slot.shin),
    at(0.32, 0.058, 0.093, 0.012, Slot.shin),
    at(0.42, 0.056, 0.092, 0.002, Slot.shin),
    at(0.486, 0.058, 0.092, -0.006, Slot.shin),
    at(0.492, 0.06, 0.092, -0.006, Slot.thigh),
    at(0.6, 0.07, 0.09, -0.004, Slot.thigh),
    at(0.74, 0.083, 0.087, 0, Slot.thigh),
    at(0.86, 0.09, 0.082, 0.002, Slot.thigh),
    at(0.91, 0.07, 0.075, 0.004, Slot.thigh),
  ];
  b.loft(
    d.fine ? rings : rings.filter((_, i) => [0, 2, 4, 5, 7, 9].includes(i)),
    d.limb,
    false,
    false,
  );
  const shoe = { bone: foot, slot: Slot.shoes };
  const x = side * 0.096;
  b.loft(
    [
      { ...shoe, x, y: 0.0, z: -0.05, rx: 0.045, rz: 0.115, round: 0.75 },
      { ...shoe, x, y: 0.022, z: -0.052, rx: 0.051, rz: 0.124, round: 0.75 },
      { ...shoe, x, y: 0.055, z: -0.036, rx: 0.048, rz: 0.106, round: 0.85, tilt: 0.014 },
      { ...shoe, x, y: 0.1, z: 0.01, rx: 0.046, rz: 0.052 },
    ].filter((_, i) => d.fine || i !== 1),
    d.fine ? d.limb + 2 : 5,
  );
}

/** The body without hair and clothes that stand off it. */
export function addBody(b: BodyBuilder, d: Detail): void {
  head(b, d);
  torso(b, d);
  for (const side of [-1, 1] as const) {
    arm(b, d, side);
    leg(b, d, side);
  }
}
