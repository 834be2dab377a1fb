import { Group, Slot } from './body-builder.js';
import type { BodyBuilder } from './body-builder.js';
import { headAt } from './body-parts.js';
import { Bone } from './skeleton.js';

/** Order of `accessory` in schema/look.json. */
export enum Accessory {
  none,
  glasses,
  cap,
  strawHat,
  scarf,
  backpack,
  headphones,
  flower,
}

const onHead = { bone: Bone.head, other: Bone.head, share: 0, slot: Slot.accessory };

/** A thin band through points around a centre line: frames, headbands. */
function hoop(
  b: BodyBuilder,
  at: (t: number) => readonly [number, number, number],
  half: number,
  steps: number,
  slot: Slot,
): void {
  b.patch(
    steps,
    3,
    (u, v) => {
      const p = at(u);
      const a = v * Math.PI * 2 * (3 / 3);
      return [
        p[0] + Math.cos(a) * half * 0.3,
        p[1] + Math.sin(a) * half,
        p[2] + Math.cos(a) * half,
      ];
    },
    { ...onHead, slot },
  );
}

function glasses(b: BodyBuilder): void {
  for (const side of [-1, 1]) {
    hoop(
      b,
      (t) => [
        side * 0.042 + Math.cos(t * Math.PI * 2) * 0.033,
        1.566 + Math.sin(t * Math.PI * 2) * 0.026,
        -0.112 + 0.012 * Math.abs(Math.cos(t * Math.PI * 2)) * (t > 0.25 && t < 0.75 ? 0.3 : 1),
      ],
      0.0045,
      14,
      Slot.accessory,
    );
    hoop(b, (t) => [side * (0.074 + 0.029 * t), 1.57, -0.096 + 0.11 * t], 0.004, 2, Slot.accessory);
  }
  hoop(b, (t) => [-0.01 + 0.02 * t, 1.573, -0.115], 0.004, 1, Slot.accessory);
}

function capHat(b: BodyBuilder, n: number): void {
  b.patch(
    n,
    4,
    (u, v) => {
      const a = u * Math.PI * 2;
      const y = 1.745 - 0.115 * v ** 1.6;
      const skull = headAt(1.63);
      const r = Math.sin(Math.min(v * 1.5, 1) * (Math.PI / 2));
      return [
        Math.cos(a) * (skull.rx + 0.024) * r,
        y,
        skull.z - Math.sin(a) * (skull.rz + 0.024) * r,
      ];
    },
    onHead,
    true,
  );
  b.loft(
    [
      { ...onHead, y: 1.626, z: -0.155, rx: 0.092, rz: 0.085, tilt: 0.02 },
      { ...onHead, y: 1.638, z: -0.15, rx: 0.09, rz: 0.083, tilt: 0.02 },
    ],
    n,
  );
}

function strawHat(b: BodyBuilder, n: number): void {
  b.patch(
    n,
    4,
    (u, v) => {
      const a = u * Math.PI * 2;
      const r = v * 0.27;
      return [Math.cos(a) * r, 1.79 - 0.155 * v ** 0.85, 0.01 - Math.sin(a) * r];
    },
    onHead,
    true,
  );
  b.patch(
    n,
    1,
    (u, v) => {
      const a = -u * Math.PI * 2;
      const r = 0.27 - v * 0.2;
      return [Math.cos(a) * r, 1.633 + 0.05 * v, 0.01 - Math.sin(a) * r];
    },
    { ...onHead, slot: Slot.dark },
    true,
  );
}

function scarf(b: BodyBuilder, n: number): void {
  const wrap = { bone: Bone.chest, other: Bone.neck, share: 0.5, slot: Slot.accessory };
  b.loft(
    [
      { ...wrap, y: 1.375, z: 0.008, rx: 0.07, rz: 0.066 },
      { ...wrap, y: 1.385, z: 0.006, rx: 0.098, rz: 0.09 },
      { ...wrap, y: 1.425, z: 0.002, rx: 0.1, rz: 0.094 },
      { ...wrap, y: 1.452, z: 0.002, rx: 0.076, rz: 0.074 },
    ],
    n,
    false,
    false,
  );
  const end = { bone: Bone.chest, slot: Slot.accessory };
  b.loft(
    [
      { ...end, x: 0.055, y: 1.12, z: -0.148, rx: 0.042, rz: 0.012 },
      { ...end, x: 0.05, y: 1.28, z: -0.14, rx: 0.04, rz: 0.014 },
      { ...end, x: 0.04, y: 1.4, z: -0.092, rx: 0.036, rz: 0.02 },
    ],
    6,
  );
}

function backpack(b: BodyBuilder, n: number): void {
  const bag = { bone: Bone.chest, slot: Slot.accessory, round: 0.5 };
  b.loft(
    [
      { ...bag, y: 0.985, z: 0.185, rx: 0.11, rz: 0.055 },
      { ...bag, y: 1.01, z: 0.192, rx: 0.132, rz: 0.075 },
      { ...bag, y: 1.22, z: 0.19, rx: 0.13, rz: 0.075 },
      { ...bag, y: 1.33, z: 0.175, rx: 0.11, rz: 0.058 },
      { ...bag, y: 1.365, z: 0.165, rx: 0.07, rz: 0.03 },
    ],
    n,
  );
  b.loft(
    [
      { ...bag, slot: Slot.trim, y: 1.02, z: 0.268, rx: 0.09, rz: 0.024 },
      { ...bag, slot: Slot.trim, y: 1.15, z: 0.268, rx: 0.09, rz: 0.024 },
    ],
    n,
  );
  for (const side of [-1, 1]) {
    b.patch(
      1,
      5,
      (u, v) => {
        const a = v * Math.PI;
        return [
          side * (0.105 + (side > 0 ? 1 - u : u) * 0.034 * 1),
          1.26 + Math.sin(a) * 0.142 - (v > 0.5 ? 0.1 * (v - 0.5) : 0),
          0.004 + Math.cos(a) * 0.134,
        ];
      },
      { bone: Bone.chest, other: Bone.chest, share: 0, slot: Slot.accessory },
    );
  }
}

function headphones(b: BodyBuilder, n: number): void {
  hoop(
    b,
    (t) => {
      const a = (t - 0.5) * 2.9;
      return [Math.sin(a) * 0.127, 1.6 + Math.cos(a) * 0.142, 0.012];
    },
    0.014,
    n,
    Slot.accessory,
  );
  for (const side of [-1, 1]) {
    b.ball([side * 0.122, 1.565, 0.012], [0.024, 0.045, 0.042], 8, onHead);
    b.ball([side * 0.112, 1.565, 0.012], [0.022, 0.05, 0.046], 8, { ...onHead, slot: Slot.dark });
  }
}

function flower(b: BodyBuilder): void {
  for (let i = 0; i < 5; i++) {
    const a = (i / 5) * Math.PI * 2;
    b.ball(
      [0.116, 1.632 + Math.cos(a) * 0.026, -0.03 + Math.sin(a) * 0.026],
      [0.009, 0.019, 0.019],
      6,
      onHead,
    );
  }
  b.ball([0.124, 1.632, -0.03], [0.009, 0.012, 0.012], 6, { ...onHead, slot: Slot.white });
}

export function addAccessories(b: BodyBuilder, fine: boolean): void {
  const n = fine ? 14 : 6;
  const only = (choice: Accessory): BodyBuilder =>
    b.show({ group: Group.accessory, choices: [choice] });
  if (fine) {
    glasses(only(Accessory.glasses));
    headphones(only(Accessory.headphones), 10);
    flower(only(Accessory.flower));
  }
  capHat(only(Accessory.cap), n);
  strawHat(only(Accessory.strawHat), n);
  scarf(only(Accessory.scarf), n);
  backpack(only(Accessory.backpack), n);
}
