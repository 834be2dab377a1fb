import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig } from 'vite';

const pages = readdirSync(join(import.meta.dirname, 'web'))
  .filter((name) => name.endsWith('.html'))
  .map((name) => join(import.meta.dirname, 'web', name));
// `npm run dev` serves the pages with hot reload and asks a running server for everything else.
const server = process.env.YC_SERVER ?? 'http://127.0.0.1:8080';

export const jsx = { jsx: { runtime: 'automatic', importSource: 'preact' } } as const;

export default defineConfig({
  root: 'web',
  oxc: jsx,
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2022',
    // The server's content security policy allows neither inline script nor data: scripts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: {
      input: pages,
      output: {
        codeSplitting: { groups: [{ name: 'three', test: /node_modules[\\/]three[\\/]build/ }] },
      },
    },
  },
  server: {
    proxy: {
      '/ws': { target: server, ws: true },
      '^/api/': server,
      '/blob': server,
    },
  },
});
