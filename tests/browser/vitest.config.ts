import { defineConfig } from 'vitest/config';

// Real pages in Debian's Chromium against the real server: one file at a time, since a software
// renderer takes both cores.
export default defineConfig({
  test: {
    include: ['tests/browser/**/*.test.ts'],
    fileParallelism: false,
    testTimeout: 300_000,
    hookTimeout: 300_000,
    globalSetup: ['tests/browser/harness/one-browser.ts'],
    setupFiles: ['tests/browser/harness/photograph-failures.ts'],
  },
});
