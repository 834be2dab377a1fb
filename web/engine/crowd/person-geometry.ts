import {
  DynamicDrawUsage,
  InstancedBufferAttribute,
  InstancedBufferGeometry,
  IntType,
} from 'three';
import type { BufferGeometry, BufferAttribute } from 'three';
import { addAccessories } from './accessories.js';
import { BodyBuilder, Group, Slot, always } from './body-builder.js';
import { addBody } from './body-parts.js';
import { addClothes, Bottom, Top } from './clothes.js';
import { addHair, Hair } from './hair.js';
import { Bone } from './skeleton.js';

/** 0 = full figure, 1 = plain, 2 = coarse, 3 = card. */
export const kLodCount = 4;

function coarse(b: BodyBuilder): void {
  const limb = (x: number, y0: number, y1: number, r: number, bone: Bone, slot: Slot): void => {
    b.loft(
      [
        { x, y: y0, rx: r * 0.8, rz: r, bone, slot },
        { x, y: y1, rx: r, rz: r * 1.1, bone, slot },
      ],
      3,
      true,
      false,
    );
  };
  b.show(always);
  for (const side of [-1, 1]) {
    const [ua, fa, th, sh] =
      side < 0
        ? [Bone.upperArmL, Bone.forearmL, Bone.thighL, Bone.shinL]
        : [Bone.upperArmR, Bone.forearmR, Bone.thighR, Bone.shinR];
    limb(side * 0.2, 1.09, 1.37, 0.058, ua, Slot.upperSleeve);
    limb(side * 0.21, 0.74, 1.1, 0.045, fa, Slot.forearm);
    limb(side * 0.09, 0.48, 0.9, 0.086, th, Slot.thigh);
    limb(side * 0.093, 0.03, 0.5, 0.062, sh, Slot.shin);
  }
  const trunk = { slot: Slot.top, round: 0.8 };
  b.loft(
    [
      { ...trunk, y: 0.86, rx: 0.155, rz: 0.115, bone: Bone.hips },
      { ...trunk, y: 1.08, rx: 0.145, rz: 0.11, bone: Bone.waist },
      { ...trunk, y: 1.33, rx: 0.185, rz: 0.115, bone: Bone.chest },
      { ...trunk, y: 1.41, rx: 0.09, rz: 0.08, bone: Bone.chest },
    ],
    5,
  );
  const onHead = { bone: Bone.head, other: Bone.head, share: 0 };
  b.ball([0, 1.575, 0], [0.097, 0.128, 0.112], 5, { ...onHead, slot: Slot.skin });
  b.show({ group: Group.hair, choices: [1, 2, 3, 4, 5, 6, 7] as Hair[] });
  b.ball([0, 1.615, 0.024], [0.112, 0.108, 0.118], 5, { ...onHead, slot: Slot.hair });
  b.show({ group: Group.hair, choices: [Hair.bob, Hair.long] });
  b.ball([0, 1.47, 0.075], [0.1, 0.16, 0.055], 4, { ...onHead, slot: Slot.hair });
  const cone = (slot: Slot, hem: number): void => {
    b.loft(
      [
        { y: hem, rx: 0.26, rz: 0.2, bone: Bone.hips, slot },
        { y: 1.02, rx: 0.156, rz: 0.12, bone: Bone.hips, slot },
      ],
      5,
      false,
      false,
    );
  };
  b.show({ group: Group.bottom, choices: [Bottom.skirt, Bottom.longSkirt] });
  cone(Slot.bottom, 0.35);
  b.show({ group: Group.top, choices: [Top.hanfu] });
  cone(Slot.bottom, 0.22);
  b.show({ group: Group.top, choices: [Top.coat, Top.qipao] });
  cone(Slot.top, 0.45);
}

/** From the middle of the body to that of a leg. */
export const kCardLegM = 0.09;

/** A few upright strips that always face the eye. */
function card(b: BodyBuilder): void {
  const strip = (
    x: number,
    y0: number,
    y1: number,
    w0: number,
    w1: number,
    bone: Bone,
    slot: Slot,
  ): void => {
    b.patch(1, 1, (u, v) => [x + (0.5 - u) * -(v ? w0 : w1), v ? y0 : y1, 0], {
      bone,
      other: bone,
      share: 0,
      slot,
    });
  };
  b.show(always);
  strip(0, 0.86, 1.42, 0.34, 0.47, Bone.waist, Slot.top);
  strip(-kCardLegM, 0.02, 0.92, 0.11, 0.17, Bone.thighL, Slot.thigh);
  strip(kCardLegM, 0.02, 0.92, 0.11, 0.17, Bone.thighR, Slot.thigh);
  strip(0, 1.4, 1.64, 0.11, 0.2, Bone.head, Slot.skin);
  strip(0, 1.57, 1.74, 0.22, 0.13, Bone.head, Slot.hair);
  b.show({ group: Group.bottom, choices: [Bottom.skirt, Bottom.longSkirt] });
  strip(0, 0.36, 0.96, 0.46, 0.3, Bone.hips, Slot.bottom);
}

/** Geometry of one level of detail, shared by all people drawn at it. */
export function buildPerson(lod: number): BufferGeometry {
  const b = new BodyBuilder();
  if (lod < 2) {
    const fine = lod === 0;
    addBody(b, { round: fine ? 14 : 8, limb: fine ? 9 : 5, fine });
    addHair(b, fine);
    addClothes(b, fine);
    addAccessories(b, fine);
  } else if (lod === 2) {
    coarse(b);
  } else {
    card(b);
  }
  const geometry = b.build();
  for (const name of ['aSkin', 'aShown']) {
    (geometry.getAttribute(name) as BufferAttribute).gpuType = IntType;
  }
  return geometry;
}

/** What one drawn person costs on the wire to the GPU: 32 bytes. */
export interface InstanceArrays {
  /** x, y, z, yaw */
  place: Float32Array;
  /** clip | previous << 8, phase, previous phase, blend | pitch << 8 */
  move: Uint16Array;
  /** low and high half of the look */
  look: Uint32Array;
}

export interface PersonInstances {
  geometry: InstancedBufferGeometry;
  arrays: InstanceArrays;
  /** Tells the GPU that the first `count` people changed. */
  flush(count: number): void;
  /** Gives them the figure of `buildPerson`. */
  dress(figure: BufferGeometry): void;
}

/** Buffers for `capacity` people; the figure that they share comes by `dress`. */
export function makeInstances(capacity: number): PersonInstances {
  const geometry = new InstancedBufferGeometry();
  const arrays: InstanceArrays = {
    place: new Float32Array(capacity * 4),
    move: new Uint16Array(capacity * 4),
    look: new Uint32Array(capacity * 2),
  };
  const place = new InstancedBufferAttribute(arrays.place, 4);
  const move = new InstancedBufferAttribute(arrays.move, 4);
  const look = new InstancedBufferAttribute(arrays.look, 2);
  move.gpuType = IntType;
  geometry.setAttribute('iPlace', place);
  geometry.setAttribute('iMove', move);
  geometry.setAttribute('iLook', look);
  geometry.instanceCount = 0;
  const streams = [place, move, look];
  for (const stream of streams) stream.setUsage(DynamicDrawUsage);
  return {
    geometry,
    arrays,
    dress(figure) {
      geometry.setIndex(figure.index);
      for (const [name, attribute] of Object.entries(figure.attributes)) {
        geometry.setAttribute(name, attribute);
      }
    },
    flush(count) {
      geometry.instanceCount = count;
      if (count === 0) return;
      for (const stream of streams) {
        stream.clearUpdateRanges();
        stream.addUpdateRange(0, count * stream.itemSize);
        stream.needsUpdate = true;
      }
    },
  };
}
