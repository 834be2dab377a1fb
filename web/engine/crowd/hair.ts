import { Group, Slot } from './body-builder.js';
import type { BodyBuilder } from './body-builder.js';
import { headAt } from './body-parts.js';
import { Bone } from './skeleton.js';

/** Order of `hair` in schema/look.json. */
export enum Hair {
  bald,
  short,
  sidePart,
  bob,
  long,
  bun,
  ponytail,
  curly,
}

const onHead = { bone: Bone.head, other: Bone.head, share: 0, slot: Slot.hair };

interface Cap {
  /** Height of the hairline in front, at the ears and behind. */
  front: number;
  side: number;
  back: number;
  thick: number;
  /** Extra volume on top. */
  rise: number;
  /** Moves the parting: the fringe drops on one side. */
  part?: number;
  bumps?: number;
}

/** A shell over the skull whose lower edge is the hairline. */
function cap(b: BodyBuilder, c: Cap, columns: number, rows: number): void {
  const crown = 1.708 + c.rise;
  b.patch(
    columns,
    rows,
    (u, v) => {
      const a = u * Math.PI * 2;
      const front = Math.cos(a);
      const side = Math.sin(a);
      const toFront = Math.max(front, 0) ** 0.8;
      const toBack = Math.max(-front, 0) ** 0.7;
      const base = c.side + (c.front - c.side) * toFront + (c.back - c.side) * toBack;
      const edge = base + (c.part ?? 0) * side * toFront;
      const drop = v ** 1.3;
      const y = crown + (edge - crown) * drop;
      const skull = headAt(Math.min(y, 1.7));
      const tuck = v > 0.99 ? -0.006 : c.thick * (0.75 + 0.25 * Math.sin(v * 3));
      const lumps = c.bumps ? c.bumps * Math.sin(a * 7 + v * 9) * Math.sin(v * 11 + a * 3) : 0;
      const dome = v < 0.35 ? Math.sin((v / 0.35) * (Math.PI / 2)) : 1;
      const widen = (r: number): number =>
        Math.max(r, v < 0.35 ? 0.085 * dome : 0) * (v === 0 ? 0 : 1);
      const grow = v === 0 ? 0 : tuck + lumps;
      return [side * (widen(skull.rx) + grow), y, skull.z - front * (widen(skull.rz) + grow)];
    },
    onHead,
    true,
  );
}

/** A hanging sheet of hair behind and beside the face, from the ears down to `bottom`. */
function curtain(
  b: BodyBuilder,
  bottom: number,
  spread: number,
  flare: number,
  columns: number,
): void {
  const rows = bottom < 1.4 ? 5 : 3;
  b.patch(
    columns,
    rows,
    (u, v) => {
      const a = Math.PI + (0.5 - u) * spread;
      const y = 1.63 + (bottom - 1.63) * v;
      const skull = headAt(Math.max(y, 1.53));
      const out = 0.016 + flare * v;
      const hug = y < 1.46 ? 0.012 : 0;
      return [
        -Math.sin(a) * (skull.rx + out),
        y + (v === 1 ? 0.012 * Math.cos(u * 19) : 0),
        skull.z - Math.cos(a) * (skull.rz + out) * (1 - hug) + (y < 1.42 ? 0.015 : 0),
      ];
    },
    { bone: Bone.head, other: Bone.chest, share: bottom < 1.4 ? 0.25 : 0, slot: Slot.hair },
  );
}

const all: Cap = { front: 1.638, side: 1.55, back: 1.49, thick: 0.015, rise: 0.018 };

export function addHair(b: BodyBuilder, fine: boolean): void {
  const columns = fine ? 18 : 8;
  const rows = fine ? 7 : 4;
  const only = (...choices: Hair[]): BodyBuilder => b.show({ group: Group.hair, choices });
  cap(only(Hair.short), { ...all, thick: 0.011, rise: 0.012, part: 0.006 }, columns, rows);
  cap(
    only(Hair.sidePart),
    { ...all, front: 1.625, thick: 0.018, rise: 0.026, part: 0.03 },
    columns,
    rows,
  );
  cap(
    only(Hair.bob, Hair.long),
    { ...all, front: 1.61, side: 1.53, thick: 0.019, part: 0.008 },
    columns,
    rows,
  );
  cap(
    only(Hair.bun, Hair.ponytail),
    { ...all, front: 1.64, thick: 0.012, part: -0.008 },
    columns,
    rows,
  );
  cap(
    only(Hair.curly),
    { front: 1.632, side: 1.53, back: 1.47, thick: 0.042, rise: 0.045, bumps: fine ? 0.01 : 0.004 },
    fine ? 24 : 9,
    fine ? 10 : 4,
  );
  curtain(only(Hair.bob), 1.455, 4.5, 0.018, fine ? 14 : 6);
  curtain(only(Hair.long), 1.17, 4.2, 0.012, fine ? 14 : 6);
  only(Hair.bun).ball([0, 1.7, 0.1], [0.052, 0.05, 0.05], fine ? 10 : 5, onHead);
  tail(only(Hair.ponytail), fine);
}

function tail(b: BodyBuilder, fine: boolean): void {
  const bone = { bone: Bone.head, other: Bone.chest, slot: Slot.hair };
  b.loft(
    [
      { ...bone, y: 1.27, z: 0.155, rx: 0.012, rz: 0.012, share: 0.4 },
      { ...bone, y: 1.36, z: 0.168, rx: 0.03, rz: 0.028, share: 0.25 },
      { ...bone, y: 1.5, z: 0.178, rx: 0.04, rz: 0.036, share: 0.05 },
      { ...bone, y: 1.6, z: 0.165, rx: 0.034, rz: 0.03, share: 0 },
      { ...bone, y: 1.65, z: 0.13, rx: 0.022, rz: 0.03, share: 0 },
    ],
    fine ? 9 : 5,
  );
}
