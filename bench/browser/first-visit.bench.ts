import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { afterAll, beforeAll, it } from 'vitest';
import { openWindow } from '../../tests/browser/harness/browser';
import { CityServer } from '../../tests/browser/harness/server';
import { en } from '../../web/visit/i18n/en';

const RUNS = 5;
const MBIT_PER_S = 20;
const ROUND_TRIP_MS = 40;
const SLOWDOWN = 4;
const SIZE = { width: 1280, height: 720 };
const RESULT = 'bench/results/first-visit.json';

let server: CityServer;

beforeAll(async () => {
  server = await CityServer.start();
});

afterAll(async () => {
  await server.stop();
});

/** Seconds from opening the link until one can walk, by a visitor who types at once. */
async function firstVisit(): Promise<{ shown: number; walking: number }> {
  const { page, close } = await openWindow({ fullRate: true });
  await page.setViewportSize(SIZE);
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: ROUND_TRIP_MS,
    downloadThroughput: (MBIT_PER_S * 1e6) / 8,
    uploadThroughput: (MBIT_PER_S * 1e6) / 8,
  });
  await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWDOWN });
  const start = performance.now();
  await page.goto(server.url, { waitUntil: 'commit' });
  await page.getByLabel(en.entry.nameLabel).fill('First');
  const shown = (performance.now() - start) / 1000;
  await page.getByRole('button', { name: en.entry.enter }).click();
  await page.waitForFunction(() => window.__yuancheng.ready, undefined, { timeout: 90_000 });
  const walking = (performance.now() - start) / 1000;
  await close();
  return { shown, walking };
}

function summary(values: number[]): { median: number; min: number; max: number } {
  const sorted = values.map((value) => Math.round(value * 100) / 100).sort((a, b) => a - b);
  const at = (index: number) => sorted[index] ?? Number.NaN;
  return { median: at(sorted.length >> 1), min: at(0), max: at(sorted.length - 1) };
}

it('first visit', async () => {
  const runs: { shown: number; walking: number }[] = [];
  for (let run = 0; run < RUNS; ++run) runs.push(await firstVisit());
  const line = `${MBIT_PER_S} Mbit/s, ${ROUND_TRIP_MS} ms`;
  const conditions = `${line}, script ${SLOWDOWN}x slower, ${SIZE.width} x ${SIZE.height} drawn by software`;
  const machine = `${cpus().length} x ${cpus()[0]?.model ?? 'unknown'}`;
  const result = {
    what: 'seconds of a first visit: entry page shown, and walking',
    conditions,
    machine,
    runs: RUNS,
    shown_s: summary(runs.map(({ shown }) => shown)),
    walking_s: summary(runs.map(({ walking }) => walking)),
  };
  writeFileSync(RESULT, JSON.stringify(result, null, 2) + '\n');
  process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
});
