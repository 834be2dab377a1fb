import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { en } from '../../web/visit/i18n/en';
import { openWindow } from './harness/browser';
import { CityServer, WEB } from './harness/server';

// A first visit over 20 Mbit/s and 40 ms. Bytes are the same on every machine, so they are
// asserted; seconds are measured by `./dev bench first_visit`, on a machine that does nothing else.
const SCRIPT_LIMIT = 250 * 1024;
const BYTES_LIMIT = 3_000_000;

let server: CityServer;

beforeAll(async () => {
  server = await CityServer.start();
});

afterAll(async () => {
  await server.stop();
});

interface Traffic {
  bytes: number;
  scripts: string[];
}

/** Counts what comes over the wire, with headers, as compressed as the server sent it. */
async function countTraffic(page: Page): Promise<Traffic> {
  const session = await page.context().newCDPSession(page);
  const traffic: Traffic = { bytes: 0, scripts: [] };
  await session.send('Network.enable');
  session.on('Network.loadingFinished', ({ encodedDataLength }) => {
    traffic.bytes += encodedDataLength;
  });
  session.on('Network.webSocketFrameReceived', ({ response }) => {
    traffic.bytes += response.payloadData.length;
  });
  session.on('Network.responseReceived', ({ response, type }) => {
    if (type === 'Script') traffic.scripts.push(new URL(response.url).pathname);
  });
  return traffic;
}

it('a first visit stays within its budget of bytes until one can walk', async () => {
  const { page, close } = await openWindow();
  const traffic = await countTraffic(page);
  await page.goto(server.url, { waitUntil: 'commit' });
  await page.getByLabel(en.entry.nameLabel).fill('First');
  await page.getByRole('button', { name: en.entry.enter }).click();
  await page.waitForFunction(() => window.__yuancheng.ready, undefined, { timeout: 90_000 });
  const { bytes, scripts } = { ...traffic };
  const script = [...new Set(scripts)]
    .map((path) => gzipSync(readFileSync(join(WEB, path)), { level: 9 }).length)
    .reduce((sum, size) => sum + size, 0);
  process.stdout.write(`first visit: ${bytes} bytes before walking, of script ${script} in gzip\n`);
  expect(script).toBeLessThanOrEqual(SCRIPT_LIMIT);
  expect(bytes).toBeLessThanOrEqual(BYTES_LIMIT);
  await close();
});

it('the built pages hold no inline script, which the content security policy forbids', () => {
  for (const name of readdirSync(WEB).filter((file) => file.endsWith('.html'))) {
    const html = readFileSync(join(WEB, name), 'utf8');
    expect(html, name).not.toMatch(/<script(?![^>]*\bsrc=)[^>]*>/);
    expect(html, name).not.toMatch(/\son\w+="/);
  }
});
