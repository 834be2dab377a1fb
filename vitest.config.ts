import { defineConfig } from 'vitest/config';
import { jsx } from './vite.config.ts';

// *.test.ts runs in plain Node; *.test.tsx gets a document.
export default defineConfig({
  test: {
    projects: [
      {
        oxc: jsx,
        test: {
          name: 'logic',
          environment: 'node',
          include: [
            'web/**/*.test.ts',
            'tools/**/*.test.mjs',
            'schema/**/*.test.mjs',
            'bench/peers/*.test.mjs',
          ],
        },
      },
      {
        oxc: jsx,
        test: { name: 'dom', environment: 'happy-dom', include: ['web/**/*.test.tsx'] },
      },
    ],
  },
});
