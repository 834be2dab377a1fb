// The baked city as others read it: Khronos' validator and a viewer of 3D Tiles that is not ours.
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { createServer } from 'vite';
import { expect, it } from 'vitest';
import { openWindow } from './harness/browser';
import { CITIES, CityServer } from './harness/server';

/** The package comes without declarations. */
const { validateBytes } = createRequire(import.meta.url)('gltf-validator') as {
  validateBytes: (
    bytes: Uint8Array,
  ) => Promise<{ issues: { messages: { severity: number; code: string; pointer: string }[] } }>;
};

/** Degrees; city/ says so. */
const ANCHOR = { lon: 114.2865, lat: 30.5625 };

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesBelow(path) : [path];
  });
}

it('bakes nothing but valid glTF 2.0', async () => {
  const tiles = filesBelow(join(CITIES.wuhan, 'blobs'))
    .map((path) => readFileSync(path))
    .filter((bytes) => bytes.subarray(0, 4).toString() === 'glTF');
  expect(tiles.length).toBeGreaterThan(100);
  const faults: string[] = [];
  for (const bytes of tiles) {
    const { issues } = await validateBytes(new Uint8Array(bytes));
    // 0 = error, 1 = warning; the validator notes extensions that it does not know at 2.
    for (const { severity, code, pointer } of issues.messages) {
      if (severity < 2) faults.push(`${code} ${pointer}`);
    }
  }
  expect(faults).toEqual([]);
});

it('opens in another viewer, at its place on the Earth', async () => {
  const server = await CityServer.start();
  const pages = await createServer({
    configFile: false,
    root: 'tests/browser/other-viewer',
    cacheDir: join(process.cwd(), 'build/other-viewer'),
    logLevel: 'error',
    server: { host: '127.0.0.1', port: 0, proxy: { '/api': server.url, '/blob': server.url } },
  });
  await pages.listen();
  const { page, close } = await openWindow({ fullRate: true });
  await page.goto(pages.resolvedUrls?.local[0] ?? '', { waitUntil: 'domcontentloaded' });
  await page.waitForFunction(() => typeof window.look === 'function');
  const { tileset } = (await (await fetch(`${server.url}/api/manifests/city`)).json()) as {
    tileset: string;
  };
  const found = await page.evaluate((url) => window.look(url), tileset);
  expect(found.faults).toEqual([]);
  expect(found.lat).toBeCloseTo(ANCHOR.lat, 4);
  expect(found.lon).toBeCloseTo(ANCHOR.lon, 4);
  expect(found.triangles).toBeGreaterThan(10_000);
  expect(found.materials.sort()).toEqual(['facade', 'foliage', 'glow', 'solid', 'water']);
  expect(found.withFeatures).toBeGreaterThan(0);
  await close();
  await pages.close();
  await server.stop();
});
