import { defineConfig } from 'vitest/config';

// `./dev screenshots`: Vitest only runs the TypeScript; nothing here is a test.
export default defineConfig({
  test: {
    include: ['tools/pictures/take.pictures.ts'],
    testTimeout: 900_000,
    hookTimeout: 120_000,
  },
});
