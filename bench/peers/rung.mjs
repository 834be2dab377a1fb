// node rung.mjs PEER-WAY PEOPLE WALK_FILE RECORD_FILE: so many people in a peer's server, who tell
// in one of the ways, measured.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { percentile } from './measure.mjs';
import { nowMs, readWalk } from './walk.mjs';

const LOAD_THREADS = 2;
const SETTLING_MS = 3000;
const MEASURING_MS = 15000;

const [side, peopleText, walkFile, recordFile] = process.argv.slice(2);
const [peer, wayName] = side.split('-');
const people = Number(peopleText);
const folder = import.meta.dirname;

const nextMessage = async (emitter) => (await once(emitter, 'message'))[0];
const sleepUntil = (timeMs) => new Promise((done) => setTimeout(done, timeMs - nowMs()));

/** What serving.mjs tells; Colyseus says things of its own. */
async function toldBy(server) {
  for (;;) {
    const { rung } = await nextMessage(server);
    if (rung !== undefined) return rung;
  }
}

async function countsOf(server) {
  server.send('counts');
  return { ...(await toldBy(server)), atMs: nowMs(), loadCpu: process.cpuUsage() };
}

async function joinThreads(port) {
  const walk = readWalk(walkFile, people);
  const threads = Array.from(
    { length: LOAD_THREADS },
    (_, thread) =>
      new Worker(`${folder}/load.mjs`, {
        workerData: { peer, wayName, port, thread, threads: LOAD_THREADS, walk },
      }),
  );
  const joins = await Promise.all(threads.map(nextMessage));
  for (const reason of new Set(joins.flatMap(({ refused }) => refused))) console.error(reason);
  return { threads, joined: joins.reduce((sum, { joined }) => sum + joined, 0) };
}

async function measure(server, threads) {
  const startMs = nowMs() + 500;
  const fromMs = startMs + SETTLING_MS;
  const untilMs = fromMs + MEASURING_MS;
  const results = Promise.all(threads.map(nextMessage));
  for (const thread of threads) thread.postMessage({ startMs, fromMs, untilMs });
  await sleepUntil(fromMs);
  const before = await countsOf(server);
  await sleepUntil(untilMs - 100);
  return { before, after: await countsOf(server), results: await results };
}

function recordOf(joined, { before, after, results }) {
  const seconds = (after.atMs - before.atMs) / 1000;
  const rounded = (value) => Math.round(value * 100) / 100;
  const all = (name) => results.flatMap((result) => result[name]);
  const p95 = (name) => rounded(percentile(all(name), 0.95));
  const sum = (name) => results.reduce((total, result) => total + result[name], 0);
  const cpuUs = ({ loadCpu }) => loadCpu.user + loadCpu.system;
  return {
    side,
    at: new Date().toISOString(),
    people,
    joined,
    cut_off: sum('cutOff'),
    server_hz: rounded((after.ticks - before.ticks) / seconds),
    frames_per_s: rounded(percentile(all('framesPerS'), 0.5)),
    staleness_p95_ms: p95('stalenessMs'),
    error_p95_m: p95('errorM'),
    samples: all('stalenessMs').length,
    unknown: sum('unknown'),
    kbit_per_s_p95: rounded((percentile(all('bytesPerS'), 0.95) * 8) / 1000),
    server_cores: rounded((after.cpuS - before.cpuS) / seconds),
    load_cores: rounded((cpuUs(after) - cpuUs(before)) / 1e6 / seconds),
    load_late_p95_ms: rounded(Math.max(...results.map(({ lateP95Ms }) => lateP95Ms))),
  };
}

const server = fork(`${folder}/${peer}/server.mjs`, [wayName]);
const { port } = await toldBy(server);
const { threads, joined } = await joinThreads(port);
const record = recordOf(joined, await measure(server, threads));
writeFileSync(recordFile, `${JSON.stringify(record, null, 2)}\n`);
server.kill();
process.exit();
