// Kills a server under load, again and again on one data folder, and looks after each death whether
// everything that it acknowledged is still there and the folder verifies.
// usage: node --experimental-websocket kill-runs.mjs [RUNS [SEED]]      exits 1 at the first loss
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const PROGRAM = process.env.YUANCHENG ?? 'build/release/apps/yuancheng/yuancheng';
const TOWN = new URL('../town', import.meta.url).pathname;
const RUNS = Number(process.argv[2] ?? 50);
const SEED = Number(process.argv[3] ?? 1);
const GUESTS = 12;
const SAY_EVERY_MS = 60;

/** Numbers in 0..1 from a seed (mulberry32), so that a failure can be repeated. */
function generator(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A data folder with a town, and a page: so that neither the city nor the web need be built. */
function prepare(work) {
  const [data, web] = [join(work, 'data'), join(work, 'web')];
  execFileSync(PROGRAM, ['import', TOWN, '--data', data]);
  mkdirSync(web);
  writeFileSync(join(web, 'index.html'), '<title>a page</title>');
  return { data, web };
}

/** The running server, once it listens: { child, port }. */
async function serve({ data, web }) {
  const flags = ['--web', web, '--limits.relax-loopback', '--limits.messages-per-second', '1000'];
  const child = spawn(PROGRAM, ['serve', '--data', data, '--port', '0', ...flags]);
  let output = '';
  const keep = (text) => (output += text);
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  for (let waited = 0; waited < 30_000; waited += 20) {
    const port = /127\.0\.0\.1:(\d+)/.exec(output)?.[1];
    if (port !== undefined) return { child, port: Number(port) };
    if (child.exitCode !== null) break;
    await pause(20);
  }
  throw new Error(`the server does not listen:\n${output.slice(-2000)}`);
}

/** Says numbered texts until the line breaks; adds to `acknowledged` what is called durable. */
function guest(port, name, acknowledged) {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/ws`);
  let nonce = 0;
  let timer;
  const send = (message) => socket.readyState === 1 && socket.send(JSON.stringify(message));
  const textOf = (number) => `${name} says ${number}`;
  socket.onopen = () => {
    const blank = { token: '', device_hint: '', place: '' };
    send({ type: 'hello', protocol: 1, name, look: '0', language: 'en', ...blank });
  };
  socket.onmessage = ({ data }) => {
    if (typeof data !== 'string') return;
    const message = JSON.parse(data);
    if (message.type === 'said') acknowledged.add(textOf(message.nonce));
    if (message.type !== 'welcome') return;
    timer = setInterval(() => {
      nonce += 1;
      send({ type: 'say', nonce, scope: 'space', to: 0, text: textOf(nonce) });
    }, SAY_EVERY_MS);
  };
  socket.onclose = () => clearInterval(timer);
  socket.onerror = () => undefined;
  return socket;
}

function textsIn(data) {
  const query = 'SELECT text FROM vault';
  const options = { encoding: 'utf8', maxBuffer: 1 << 30 };
  return new Set(execFileSync('sqlite3', [join(data, 'city.db'), query], options).split('\n'));
}

async function killOnce(place, run, lifeMs) {
  const acknowledged = new Set();
  const { child, port } = await serve(place);
  const sockets = Array.from({ length: GUESTS }, (_, index) =>
    guest(port, `r${run}g${index}`, acknowledged),
  );
  await pause(lifeMs);
  const dead = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await dead;
  sockets.forEach((socket) => socket.close());
  execFileSync(PROGRAM, ['verify', '--data', place.data], { stdio: ['ignore', 'pipe', 'inherit'] });
  const kept = textsIn(place.data);
  const lost = [...acknowledged].filter((text) => !kept.has(text));
  if (lost.length > 0) throw new Error(`run ${run} lost ${lost.length}, first: ${lost[0]}`);
  return acknowledged.size;
}

const work = mkdtempSync(join(tmpdir(), 'yuancheng-kill-'));
const random = generator(SEED);
let total = 0;
try {
  const place = prepare(work);
  for (let run = 1; run <= RUNS; ++run) {
    total += await killOnce(place, run, 700 + 1300 * random());
    console.log(`${run} of ${RUNS} kills, ${total} acknowledged texts, 0 lost, verify clean`);
  }
  if (total < RUNS * GUESTS) throw new Error(`only ${total} texts acknowledged: no load`);
} finally {
  rmSync(work, { recursive: true, force: true });
}
