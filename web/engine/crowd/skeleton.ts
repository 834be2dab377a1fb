import { Matrix4 } from 'three';

/** Bones of a person of 1.70 m, standing, arms hanging, facing north (-z). Left is -x. */
export enum Bone {
  hips,
  waist,
  chest,
  neck,
  head,
  upperArmL,
  forearmL,
  handL,
  upperArmR,
  forearmR,
  handR,
  thighL,
  shinL,
  footL,
  thighR,
  shinR,
  footR,
}

export interface Joint {
  parent: Bone | -1;
  /** Where the joint stands in the rest pose, metres above the feet's middle. */
  at: readonly [number, number, number];
}

export const skeleton: readonly Joint[] = [
  { parent: -1, at: [0, 0.92, 0] },
  { parent: Bone.hips, at: [0, 1.02, 0] },
  { parent: Bone.waist, at: [0, 1.17, 0.005] },
  { parent: Bone.chest, at: [0, 1.4, 0.012] },
  { parent: Bone.neck, at: [0, 1.475, 0.005] },
  { parent: Bone.chest, at: [-0.172, 1.355, 0.01] },
  { parent: Bone.upperArmL, at: [-0.205, 1.095, 0.015] },
  { parent: Bone.forearmL, at: [-0.215, 0.865, -0.005] },
  { parent: Bone.chest, at: [0.172, 1.355, 0.01] },
  { parent: Bone.upperArmR, at: [0.205, 1.095, 0.015] },
  { parent: Bone.forearmR, at: [0.215, 0.865, -0.005] },
  { parent: Bone.hips, at: [-0.088, 0.885, 0] },
  { parent: Bone.thighL, at: [-0.092, 0.485, -0.008] },
  { parent: Bone.shinL, at: [-0.094, 0.085, 0.012] },
  { parent: Bone.hips, at: [0.088, 0.885, 0] },
  { parent: Bone.thighR, at: [0.092, 0.485, -0.008] },
  { parent: Bone.shinR, at: [0.094, 0.085, 0.012] },
];

export const kBoneCount = skeleton.length;

/** Turns about x, y, z (radians, applied z first) of each bone, and a shift of the hips. */
export class BodyPose {
  readonly turns = new Float32Array(kBoneCount * 3);
  readonly shift: [number, number, number] = [0, 0, 0];

  set(bone: Bone, x: number, y = 0, z = 0): this {
    this.turns[bone * 3] = x;
    this.turns[bone * 3 + 1] = y;
    this.turns[bone * 3 + 2] = z;
    return this;
  }
}

const turn = new Matrix4();
const local = new Matrix4();
const unrest = new Matrix4();

function composeTurn(out: Matrix4, x: number, y: number, z: number): void {
  out.makeRotationX(x).multiply(local.makeRotationY(y)).multiply(unrest.makeRotationZ(z));
}

/** World matrices of all bones, then made relative to rest: what skinning multiplies with. */
export function solvePose(pose: BodyPose, out: Matrix4[]): void {
  for (let i = 0; i < kBoneCount; i++) {
    const joint = skeleton[i]!;
    const parent = joint.parent;
    const base = parent < 0 ? ([0, 0, 0] as const) : skeleton[parent]!.at;
    const t = pose.turns;
    composeTurn(turn, t[i * 3]!, t[i * 3 + 1]!, t[i * 3 + 2]!);
    const s = parent < 0 ? pose.shift : ([0, 0, 0] as const);
    const m = out[i]!;
    m.makeTranslation(
      joint.at[0] - base[0] + s[0],
      joint.at[1] - base[1] + s[1],
      joint.at[2] - base[2] + s[2],
    ).multiply(turn);
    if (parent >= 0) m.premultiply(out[parent]!);
  }
  for (let i = 0; i < kBoneCount; i++) {
    const [x, y, z] = skeleton[i]!.at;
    out[i]!.multiply(unrest.makeTranslation(-x, -y, -z));
  }
}
