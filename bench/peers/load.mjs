// One thread of the load: its share of the people walk and tell, its watched viewers are measured.
import { parentPort, workerData } from 'node:worker_threads';
import { WATCHED_VIEWERS } from './limits.mjs';
import { Measure, percentile } from './measure.mjs';
import { nowMs, Walk } from './walk.mjs';

const JOINING_AT_ONCE = 8;
const SAMPLE_EVERY_MS = 200;

const { peer, wayName, port, thread, threads } = workerData;
const { join } = await import(`./${peer}/client.mjs`);
const way = await import(`./ways/${wayName}.mjs`);
const walk = new Walk(workerData.walk);
const clients = [];
const closed = new Set();
const lateMs = [];

const isWatched = (person) => person % Math.max(1, Math.floor(walk.people / WATCHED_VIEWERS)) === 0;

async function joinAll() {
  let next = thread;
  const refused = [];
  const joinNext = async () => {
    for (let person = next; person < walk.people; person = next) {
      next += threads;
      try {
        const client = await join(port, way.FIELDS, person, isWatched(person));
        client.onClosed = () => closed.add(person);
        clients.push(client);
      } catch (error) {
        refused.push(String(error.message ?? error));
      }
    }
  };
  await Promise.all(Array.from({ length: JOINING_AT_ONCE }, joinNext));
  clients.sort((a, b) => a.person - b.person);
  return refused;
}

function walkAll() {
  let [index, step] = [0, 0];
  return setInterval(() => {
    for (let now = nowMs(); step < walk.steps; now = nowMs()) {
      const client = clients[index];
      const dueMs = walk.dueMs(client.person, step);
      if (dueMs > now) return;
      lateMs.push(now - dueMs);
      walk.advance(client.person, step);
      const values = way.told(walk, client.person, step);
      if (values !== null && !closed.has(client.person)) client.tell(values);
      if (++index === clients.length) [index, step] = [0, step + 1];
    }
  }, 1);
}

const at = (timeMs, act) => setTimeout(act, timeMs - nowMs());

function measureFrom({ fromMs, untilMs }) {
  const viewers = clients.filter(({ person }) => isWatched(person));
  const measure = new Measure(walk, way, viewers);
  const before = new Map();
  let sampling;
  const walking = walkAll();
  at(fromMs, () => {
    lateMs.length = 0;
    for (const client of clients) before.set(client, [client.frames, client.bytesIn()]);
    sampling = setInterval(() => measure.sample(nowMs()), SAMPLE_EVERY_MS);
  });
  at(untilMs, () => {
    clearInterval(sampling);
    clearInterval(walking);
    const present = clients.filter(({ person }) => !closed.has(person));
    const seconds = (nowMs() - fromMs) / 1000;
    parentPort.postMessage({
      stalenessMs: measure.stalenessMs,
      errorM: measure.errorM,
      unknown: measure.unknown,
      lateP95Ms: percentile(lateMs, 0.95),
      framesPerS: viewers.map((client) => (client.frames - before.get(client)[0]) / seconds),
      bytesPerS: present.map((client) => (client.bytesIn() - before.get(client)[1]) / seconds),
      cutOff: closed.size,
    });
  });
}

parentPort.once('message', ({ startMs, ...times }) => {
  walk.startMs = startMs;
  measureFrom(times);
});
parentPort.postMessage({ refused: await joinAll(), joined: clients.length });
