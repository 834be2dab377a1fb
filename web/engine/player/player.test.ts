import { PerspectiveCamera } from 'three';
import { expect, it } from 'vitest';
import type { Crowd } from '../crowd/crowd.js';
import { Gait } from '../types.js';
import type { PoseInMotion } from '../types.js';
import type { Input } from './input.js';
import { Player } from './player.js';

it.each([1, 10])('says at once where it stands when put %d m aside', (asideM) => {
  const crowd = { setSelf: () => undefined } as unknown as Crowd;
  const player = new Player(new PerspectiveCamera(), crowd, {} as Input);
  const poses: PoseInMotion[] = [];
  player.onPose((pose) => poses.push(pose));
  player.setPose({ x: 5, y: 0, z: 0, yaw: 0 });
  expect(poses).toEqual([]);
  player.correct({ x: 5 + asideM, y: 0, z: 0 });
  expect(poses).toHaveLength(1);
  expect(poses[0]).toMatchObject({ x: 5 + asideM, y: 0, z: 0, gait: Gait.stand });
});
