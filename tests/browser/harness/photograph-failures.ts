import { afterEach } from 'vitest';
import { photographPages } from './browser';

afterEach(async ({ task }) => {
  if (task.result?.state !== 'fail') return;
  await photographPages(`build/browser/${task.name.replace(/\W+/g, '-')}`);
});
