import { defineConfig } from 'vitest/config';

// Measurements in a real browser, run by `./dev bench`; nothing here can fail on a slow machine.
export default defineConfig({
  test: {
    include: ['bench/browser/**/*.bench.ts'],
    fileParallelism: false,
    testTimeout: 600_000,
    hookTimeout: 120_000,
  },
});
