import {
  DataTexture,
  DataUtils,
  HalfFloatType,
  Matrix4,
  NearestFilter,
  RGBAFormat,
  Vector3,
} from 'three';
import { BodyPose, Bone, kBoneCount, solvePose } from './skeleton.js';

/** Everything a body can be seen doing; the numbers index rows of the baked texture. */
export enum Clip {
  idle,
  walk,
  run,
  air,
  sit,
  wave,
  clap,
  bow,
  dance,
  point,
  cheer,
}

export const kClipCount = 11;
export const kClipFrames = 32;

/** Seconds of one cycle; for walk and run, metres of one cycle of two steps. */
export const clipCycle: Readonly<Record<Clip, number>> = {
  [Clip.idle]: 4.2,
  [Clip.walk]: 1.5,
  [Clip.run]: 2.7,
  [Clip.air]: 1.2,
  [Clip.sit]: 5,
  [Clip.wave]: 1.3,
  [Clip.clap]: 0.62,
  [Clip.bow]: 3.2,
  [Clip.dance]: 1.9,
  [Clip.point]: 3,
  [Clip.cheer]: 1.0,
};

const { sin, cos, max, PI } = Math;

type Poser = (pose: BodyPose, phase: number) => void;

/** Both arms at rest beside the body, elbows a little bent. */
function arms(pose: BodyPose, x = 0.02, out = 0.1, elbow = 0.22): void {
  pose.set(Bone.upperArmL, x, 0, -out).set(Bone.forearmL, elbow);
  pose.set(Bone.upperArmR, x, 0, out).set(Bone.forearmR, elbow);
}

function breathe(pose: BodyPose, p: number): void {
  pose.set(Bone.chest, 0.022 * sin(p), 0, 0);
  pose.set(Bone.head, -0.02 * sin(p), 0.05 * sin(p * 0.5 * 2), 0);
}

const idle: Poser = (pose, p) => {
  arms(pose, 0.03 + 0.015 * sin(p), 0.11 + 0.015 * sin(p + 0.6), 0.24);
  breathe(pose, p);
  const sway = 0.028 * sin(p);
  pose.set(Bone.hips, 0, 0, sway).set(Bone.waist, 0, 0, -sway * 1.3);
  pose.set(Bone.thighL, 0.02, 0.08, -sway - 0.03).set(Bone.shinL, -0.03);
  pose.set(Bone.thighR, 0.05, -0.1, -sway + 0.04).set(Bone.shinR, -0.07);
};

function leg(
  pose: BodyPose,
  side: 0 | 3,
  p: number,
  swing: number,
  lift: number,
  bias: number,
): void {
  const forward = cos(p);
  const raised = max(0, -sin(p));
  pose.set(Bone.thighL + side, swing * forward + bias + lift * 0.16 * raised);
  pose.set(Bone.shinL + side, -0.12 - lift * raised - 0.1 * max(0, sin(p)));
  pose.set(
    Bone.footL + side,
    0.28 * max(0, forward) * swing - 0.55 * swing * max(0, -forward + 0.2 * raised),
  );
}

const walk: Poser = (pose, p) => {
  leg(pose, 0, p, 0.46, 0.85, 0.05);
  leg(pose, 3, p + PI, 0.46, 0.85, 0.05);
  const twist = 0.1 * cos(p);
  pose.set(Bone.hips, -0.03, -twist * 0.7, 0.03 * sin(p));
  pose.set(Bone.waist, -0.02, twist * 0.6, -0.02 * sin(p));
  pose.set(Bone.chest, -0.02, twist * 1.1, -0.02 * sin(p));
  pose.set(Bone.head, 0.05, -twist * 0.9, 0);
  pose.set(Bone.upperArmL, -0.42 * cos(p), 0, -0.1).set(Bone.forearmL, 0.35 - 0.22 * cos(p));
  pose.set(Bone.upperArmR, 0.42 * cos(p), 0, 0.1).set(Bone.forearmR, 0.35 + 0.22 * cos(p));
};

const run: Poser = (pose, p) => {
  leg(pose, 0, p, 0.78, 1.75, 0.26);
  leg(pose, 3, p + PI, 0.78, 1.75, 0.26);
  const twist = 0.17 * cos(p);
  pose.set(Bone.hips, -0.1, -twist, 0.04 * sin(p));
  pose.set(Bone.waist, -0.08, twist * 0.8, 0).set(Bone.chest, -0.08, twist * 1.4, 0);
  pose.set(Bone.head, 0.2, -twist * 1.1, 0);
  pose.set(Bone.upperArmL, -0.8 * cos(p) - 0.05, 0, -0.16).set(Bone.forearmL, 1.45 - 0.3 * cos(p));
  pose.set(Bone.upperArmR, 0.8 * cos(p) - 0.05, 0, 0.16).set(Bone.forearmR, 1.45 + 0.3 * cos(p));
};

const air: Poser = (pose, p) => {
  pose.set(Bone.thighL, 0.75).set(Bone.shinL, -1.1).set(Bone.footL, -0.3);
  pose.set(Bone.thighR, 0.15).set(Bone.shinR, -0.6).set(Bone.footR, -0.5);
  pose.set(Bone.upperArmL, 0.5, 0, -0.75 - 0.08 * sin(p)).set(Bone.forearmL, 0.6);
  pose.set(Bone.upperArmR, 0.3, 0, 0.8 + 0.08 * sin(p)).set(Bone.forearmR, 0.6);
  pose.set(Bone.waist, -0.1).set(Bone.head, 0.08);
};

const sit: Poser = (pose, p) => {
  breathe(pose, p);
  pose.set(Bone.thighL, 1.5, 0.55, -0.35).set(Bone.shinL, -2.25, 0, 0.35).set(Bone.footL, -0.4);
  pose.set(Bone.thighR, 1.5, -0.55, 0.35).set(Bone.shinR, -2.25, 0, -0.35).set(Bone.footR, -0.4);
  pose.set(Bone.upperArmL, 0.32, 0, -0.22).set(Bone.forearmL, 0.62, 0, 0.1);
  pose.set(Bone.upperArmR, 0.32, 0, 0.22).set(Bone.forearmR, 0.62, 0, -0.1);
  pose.set(Bone.hips, 0.1).set(Bone.waist, -0.14);
};

const wave: Poser = (pose, p) => {
  idle(pose, p);
  pose.set(Bone.upperArmR, 0.25, 0, 2.35).set(Bone.forearmR, 0.35, 0, 0.25 + 0.45 * sin(p));
  pose.set(Bone.handR, 0, 0, 0.25 * sin(p - 0.6)).set(Bone.head, 0.02, 0, -0.08);
};

const clap: Poser = (pose, p) => {
  idle(pose, 0);
  const open = 0.2 + 0.2 * cos(p);
  pose.set(Bone.upperArmL, 0.75, 0, -0.1).set(Bone.forearmL, 1.0, -0.75 + open, 0);
  pose.set(Bone.upperArmR, 0.75, 0, 0.1).set(Bone.forearmR, 1.0, 0.75 - open, 0);
  pose.set(Bone.head, -0.05 + 0.03 * cos(p), 0.0, 0);
};

const bow: Poser = (pose, p) => {
  const t = 0.5 - 0.5 * cos(p);
  const down = t * t * (3 - 2 * t);
  arms(pose, 0.5 * down, 0.08, 0.2 + 0.35 * down);
  pose
    .set(Bone.hips, -0.34 * down)
    .set(Bone.waist, -0.32 * down)
    .set(Bone.chest, -0.22 * down);
  pose.set(Bone.neck, -0.15 * down).set(Bone.head, -0.2 * down);
  pose.set(Bone.thighL, 0.34 * down).set(Bone.thighR, 0.34 * down);
};

const dance: Poser = (pose, p) => {
  const s = sin(p);
  const beat = 0.5 - 0.5 * cos(p * 2);
  pose.set(Bone.hips, 0, 0.28 * s, 0.12 * s).set(Bone.waist, 0, -0.2 * s, -0.16 * s);
  pose.set(Bone.chest, 0.03, -0.25 * s, -0.1 * s).set(Bone.head, -0.05 * beat, 0.15 * s, 0.12 * s);
  pose
    .set(Bone.thighL, 0.24 * beat + 0.2 * max(0, s), 0.15, -0.12)
    .set(Bone.shinL, -0.5 * beat - 0.4 * max(0, s));
  pose
    .set(Bone.thighR, 0.24 * beat + 0.2 * max(0, -s), -0.15, 0.12)
    .set(Bone.shinR, -0.5 * beat - 0.4 * max(0, -s));
  pose.set(Bone.footL, 0.25 * beat).set(Bone.footR, 0.25 * beat);
  pose
    .set(Bone.upperArmL, 0.6 + 0.3 * s, 0, -0.9 - 0.5 * s)
    .set(Bone.forearmL, 1.5 - 0.5 * s, 0, 0.2);
  pose
    .set(Bone.upperArmR, 0.6 - 0.3 * s, 0, 0.9 - 0.5 * s)
    .set(Bone.forearmR, 1.5 + 0.5 * s, 0, -0.2);
};

const point: Poser = (pose, p) => {
  idle(pose, p);
  pose.set(Bone.upperArmR, 1.5 + 0.03 * sin(p), 0.05, 0.02).set(Bone.forearmR, 0.06);
  pose.set(Bone.chest, 0, 0.12, 0).set(Bone.head, 0.02, -0.1, 0);
};

const cheer: Poser = (pose, p) => {
  const hop = max(0, sin(p));
  const crouch = max(0, -sin(p));
  pose.set(Bone.upperArmL, 0.15, 0, -2.6 + 0.25 * sin(p)).set(Bone.forearmL, 0.25 + 0.2 * crouch);
  pose.set(Bone.upperArmR, 0.15, 0, 2.6 - 0.25 * sin(p)).set(Bone.forearmR, 0.25 + 0.2 * crouch);
  pose
    .set(Bone.thighL, 0.4 * crouch, 0, -0.06)
    .set(Bone.shinL, -0.8 * crouch)
    .set(Bone.footL, 0.4 * crouch);
  pose
    .set(Bone.thighR, 0.4 * crouch, 0, 0.06)
    .set(Bone.shinR, -0.8 * crouch)
    .set(Bone.footR, 0.4 * crouch);
  pose.set(Bone.head, 0.15).set(Bone.chest, 0.06);
  pose.shift[1] = 0.16 * hop;
};

const posers: Readonly<Record<Clip, Poser>> = {
  [Clip.idle]: idle,
  [Clip.walk]: walk,
  [Clip.run]: run,
  [Clip.air]: air,
  [Clip.sit]: sit,
  [Clip.wave]: wave,
  [Clip.clap]: clap,
  [Clip.bow]: bow,
  [Clip.dance]: dance,
  [Clip.point]: point,
  [Clip.cheer]: cheer,
};

/** Metres that the body leaves the ground at a phase: a run flies twice a cycle. */
function flight(clip: Clip, p: number): number {
  return clip === Clip.run ? 0.05 * max(0, -cos(2 * p - 0.9)) : 0;
}

/** Points of soles and seat that may touch the ground. */
const kSole: readonly (readonly [Bone, number, number, number])[] = [
  [Bone.footL, -0.094, 0, 0.055],
  [Bone.footL, -0.094, 0, -0.16],
  [Bone.footR, 0.094, 0, 0.055],
  [Bone.footR, 0.094, 0, -0.16],
  [Bone.hips, 0, 0.815, 0.03],
];

/** Skinning matrices of a clip at a phase 0..1; the lower foot stands on the ground. */
export function poseClip(clip: Clip, phase: number, out: Matrix4[]): void {
  const pose = new BodyPose();
  const p = phase * 2 * PI;
  posers[clip](pose, p);
  solvePose(pose, out);
  const hop = pose.shift[1];
  const point_ = new Vector3();
  let lowest = Infinity;
  for (const [bone, x, y, z] of kSole) {
    lowest = Math.min(lowest, point_.set(x, y, z).applyMatrix4(out[bone]!).y);
  }
  const lift = clip === Clip.air ? -0.05 : hop - lowest + flight(clip, p);
  const raise = new Matrix4().makeTranslation(0, lift, 0);
  for (const m of out) m.premultiply(raise);
}

export function makeBoneMatrices(): Matrix4[] {
  return Array.from({ length: kBoneCount }, () => new Matrix4());
}

/** All clips in one half-float texture: row = clip * frames + frame, three texels a bone. */
export function bakeClips(): DataTexture {
  const width = kBoneCount * 3;
  const height = kClipCount * kClipFrames;
  const data = new Uint16Array(width * height * 4);
  const bones = makeBoneMatrices();
  for (let row = 0; row < height; row++) {
    poseClip(Math.floor(row / kClipFrames), (row % kClipFrames) / kClipFrames, bones);
    for (let b = 0; b < kBoneCount; b++) {
      const e = bones[b]!.elements;
      for (let k = 0; k < 3; k++) {
        const at = (row * width + b * 3 + k) * 4;
        for (let c = 0; c < 4; c++) data[at + c] = DataUtils.toHalfFloat(e[c * 4 + k]!);
      }
    }
  }
  const texture = new DataTexture(data, width, height, RGBAFormat, HalfFloatType);
  texture.magFilter = texture.minFilter = NearestFilter;
  texture.needsUpdate = true;
  return texture;
}
