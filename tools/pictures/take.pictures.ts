import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, it } from 'vitest';
import { createServer, type ViteDevServer } from 'vite';
import { openWindow, type Size } from '../../tests/browser/harness/browser';
import { CityServer } from '../../tests/browser/harness/server';
import { Visitor } from '../../tests/browser/harness/visitor';
import { en } from '../../web/visit/i18n/en';
import type { Shot } from './frozen-city';
import { SHOTS } from './shots';

const FOLDER = 'docs/img';
const ONLY = (process.env.PICTURES ?? '').split(',').filter((name) => name !== '');

let server: CityServer;
let pages: ViteDevServer;

beforeAll(async () => {
  mkdirSync(FOLDER, { recursive: true });
  server = await CityServer.start();
  pages = await createServer({
    configFile: false,
    root: import.meta.dirname,
    cacheDir: join(process.cwd(), 'build/pictures'),
    logLevel: 'error',
    server: {
      host: '127.0.0.1',
      port: 0,
      proxy: { '/api': server.url, '/blob': server.url },
      fs: { allow: [process.cwd()] },
    },
  });
  await pages.listen();
});

afterAll(async () => {
  await pages.close();
  await server.stop();
});

function wanted(name: string): boolean {
  return ONLY.length === 0 || ONLY.includes(name);
}

async function takeShot(shot: Shot): Promise<void> {
  const { page, close } = await openWindow({ fullRate: true });
  await page.setViewportSize(shot.size ?? { width: 1280, height: 720 });
  await page.goto(pages.resolvedUrls?.local[0] ?? '', { waitUntil: 'domcontentloaded' });
  await page.waitForFunction(() => typeof window.take === 'function', undefined, {
    timeout: 120_000,
  });
  const picture = await page.evaluate((what) => window.take(what), shot);
  writeFileSync(`${shot.folder ?? FOLDER}/${shot.name}.webp`, picture, 'base64');
  await close();
}

/** The page as a visitor sees it: the way in, and inside with somebody to talk to. */
async function takePages(size: Size): Promise<void> {
  const { page, close } = await openWindow({ size });
  await page.goto(server.url, { waitUntil: 'domcontentloaded' });
  await page.getByLabel(en.entry.nameLabel).fill('Mei');
  await page.waitForTimeout(2000);
  await page.screenshot({ path: `${FOLDER}/enter-${size}.png`, timeout: 120_000 });
  await close();
  const evening = `localStorage.setItem('yuancheng.view-time', 'dusk')`;
  const mei = await Visitor.enter(server.url, 'Mei', { size, script: evening, drawn: true });
  const friend = await Visitor.enter(server.url, 'Wang Li');
  await friend.say('The lamps of the bridge are on!');
  await mei.hears('The lamps of the bridge are on!');
  await mei.say('Let us walk there.');
  await mei.page.waitForTimeout(3000);
  await mei.page.screenshot({ path: `${FOLDER}/visit-${size}.png`, timeout: 120_000 });
  await friend.leave();
  await mei.leave();
}

it.each(SHOTS.filter(({ name }) => wanted(name)))('$name', takeShot);

it.each((['desktop', 'phone'] as Size[]).filter(wanted))('pages at %s size', takePages);
