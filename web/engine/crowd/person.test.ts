import { Vector3 } from 'three';
import { describe, expect, it } from 'vitest';
import { lookCounts, packLook } from '../../protocol/generated/look.js';
import { Clip, kClipCount, makeBoneMatrices, poseClip } from './clips.js';
import { lookPalette } from './palette.js';
import { buildPerson } from './person-geometry.js';
import { Bone } from './skeleton.js';

describe('clips', () => {
  const grounded = [...Array(kClipCount).keys()].filter((c) => c !== Clip.air && c !== Clip.run);

  it.each(grounded)('clip %i stands on the ground at every phase', (clip) => {
    const bones = makeBoneMatrices();
    for (let phase = 0; phase < 1; phase += 0.125) {
      poseClip(clip, phase, bones);
      const heights = [Bone.footL, Bone.footR].map(
        (bone) =>
          new Vector3(bone === Bone.footL ? -0.094 : 0.094, 0, -0.05).applyMatrix4(bones[bone]!).y,
      );
      // A cheer hops; nothing else leaves the ground, and nothing sinks into it.
      expect(Math.min(...heights)).toBeGreaterThan(-0.08);
      expect(Math.min(...heights)).toBeLessThan(clip === Clip.cheer ? 0.3 : 0.2);
    }
  });

  it('walks with the left leg in front at the start and the right one half a cycle later', () => {
    const bones = makeBoneMatrices();
    const foot = (bone: Bone): number => new Vector3(0, 0.08, 0).applyMatrix4(bones[bone]!).z;
    poseClip(Clip.walk, 0, bones);
    expect(foot(Bone.footL)).toBeLessThan(foot(Bone.footR));
    poseClip(Clip.walk, 0.5, bones);
    expect(foot(Bone.footL)).toBeGreaterThan(foot(Bone.footR));
  });
});

describe('figures', () => {
  it('get coarser with each level', () => {
    const triangles = [0, 1, 2, 3].map((lod) => buildPerson(lod).index!.count / 3);
    for (let lod = 1; lod < 4; lod++) expect(triangles[lod]).toBeLessThan(triangles[lod - 1]! / 2);
    expect(triangles[3]).toBeLessThanOrEqual(12);
  });

  it('stand 1.6 to 1.8 m tall with their soles on the ground', () => {
    for (let lod = 0; lod < 4; lod++) {
      const geometry = buildPerson(lod);
      geometry.computeBoundingBox();
      const box = geometry.boundingBox!;
      expect(box.min.y).toBeGreaterThanOrEqual(-0.001);
      expect(box.min.y).toBeLessThan(0.05);
      expect(box.max.y).toBeGreaterThan(1.6);
      expect(box.max.y).toBeLessThan(1.82);
    }
  });
});

it('the shader reads the same bits that the schema packs', () => {
  const look = packLook({
    body: 2,
    skin: 5,
    hair: 6,
    hairColor: 9,
    top: 7,
    topColor: 15,
    bottom: 3,
    bottomColor: 14,
    shoesColor: 7,
    accessory: 5,
    accessoryColor: 13,
  });
  const low = Number(look & 0xffffffffn);
  const high = Number(look >> 32n);
  const bits = (word: number, at: number, count: number): number =>
    (word >>> at) & ((1 << count) - 1);
  // The shifts of person-material.ts.
  expect(bits(low, 0, 3)).toBe(2);
  expect(bits(low, 3, 4)).toBe(5);
  expect(bits(low, 7, 4)).toBe(6);
  expect(bits(low, 11, 4)).toBe(9);
  expect(bits(low, 15, 4)).toBe(7);
  expect(bits(low, 19, 5)).toBe(15);
  expect(bits(low, 24, 3)).toBe(3);
  expect(bits(low, 27, 5)).toBe(14);
  expect(bits(high, 0, 4)).toBe(7);
  expect(bits(high, 4, 4)).toBe(5);
  expect(bits(high, 8, 5)).toBe(13);
});

it('has a colour for every choice of the schema', () => {
  expect(lookPalette.skin).toHaveLength(lookCounts.skin);
  expect(lookPalette.hair).toHaveLength(lookCounts.hairColor);
  expect(lookPalette.cloth).toHaveLength(lookCounts.topColor);
  expect(lookPalette.cloth).toHaveLength(lookCounts.accessoryColor);
  expect(lookPalette.shoes).toHaveLength(lookCounts.shoesColor);
});
