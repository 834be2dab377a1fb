import { expect, it } from 'vitest';
import { Governor } from './governor.js';

const run = (governor: Governor, frameS: number, seconds: number): void => {
  for (let t = 0; t < seconds; t += frameS) governor.observe(frameS);
};

it('starts low on a phone and in the middle elsewhere', () => {
  expect(new Governor(3, 'low').state).toEqual({ level: 'low', pixelRatio: 1.25 });
  expect(new Governor(1, 'medium').state).toEqual({ level: 'medium', pixelRatio: 1 });
});

it('gives up sharpness before it gives up the level', () => {
  const governor = new Governor(1.5, 'medium');
  run(governor, 0.04, 3);
  expect(governor.state.level).toBe('medium');
  expect(governor.state.pixelRatio).toBeLessThan(1.5);
  run(governor, 0.04, 5);
  expect(governor.state.level).toBe('low');
  run(governor, 0.04, 20);
  expect(governor.state.level).toBe('plain');
});

it('rises only after long smooth running', () => {
  const governor = new Governor(1, 'medium');
  run(governor, 0.008, 4);
  expect(governor.state.level).toBe('medium');
  run(governor, 0.008, 10);
  expect(governor.state.level).toBe('high');
});

it('rises on a screen that shows sixty pictures a second, and no more', () => {
  const governor = new Governor(1, 'low');
  run(governor, 1 / 60, 10);
  expect(governor.state.level).toBe('medium');
  run(governor, 1 / 60, 10);
  expect(governor.state.level).toBe('high');
});

it('does not take frames that miss the screen now and then for fast ones', () => {
  const governor = new Governor(1, 'low');
  for (let i = 0; i < 2000; i++) governor.observe(i % 4 === 0 ? 2 / 60 : 1 / 60);
  expect(governor.state.level).toBe('low');
});

it('waits longer after a rise that had to be taken back', () => {
  const governor = new Governor(1, 'medium');
  run(governor, 1 / 60, 9);
  expect(governor.state.level).toBe('high');
  while (governor.state.level === 'high') governor.observe(1 / 25);
  run(governor, 1 / 60, 12);
  expect(governor.state.level).toBe('medium');
});

it('keeps a level that the person chose', () => {
  const governor = new Governor(2, 'medium');
  governor.choose('high');
  run(governor, 0.05, 60);
  expect(governor.state.level).toBe('high');
  expect(governor.state.pixelRatio).toBeGreaterThanOrEqual(0.5);
});

it('forgives a stall now and then, but not a row of them', () => {
  const governor = new Governor(1, 'medium');
  for (let i = 0; i < 50; i++) {
    governor.observe(2);
    governor.observe(0.016);
  }
  expect(governor.state).toEqual({ level: 'medium', pixelRatio: 1 });
  for (let i = 0; i < 50; i++) governor.observe(2);
  expect(governor.state.level).toBe('plain');
});
