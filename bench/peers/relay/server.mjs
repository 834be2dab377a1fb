// All to all: what changed goes to everybody at each tick, encoded once.
import { WebSocketServer } from 'ws';
import { MOTION_BYTES } from '../motion.mjs';
import { tellRung } from '../serving.mjs';
import { nowMs, STEP_MS } from '../walk.mjs';

const counts = { ticks: 0 };
const motions = new Map(); // by person: the newest
const changed = new Set();
const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false });

server.on('connection', (socket) => {
  if (motions.size > 0) socket.send(Buffer.concat([...motions.values()]));
  socket.on('error', () => socket.terminate());
  socket.on('message', (motion) => {
    if (motion.length !== MOTION_BYTES) return socket.close();
    const person = motion.readUInt16LE(0);
    motions.set(person, motion);
    changed.add(person);
  });
});

function tick() {
  ++counts.ticks;
  if (changed.size === 0) return;
  const news = Buffer.concat(Array.from(changed, (person) => motions.get(person)));
  changed.clear();
  for (const socket of server.clients) socket.send(news);
}

function tickFrom(dueMs) {
  tick();
  const nextMs = Math.max(dueMs + STEP_MS, nowMs());
  setTimeout(() => tickFrom(nextMs), nextMs - nowMs());
}

server.on('listening', () => {
  tellRung(server.address().port, counts);
  tickFrom(nowMs());
});
