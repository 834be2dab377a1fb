// All to all: what changed goes to everybody at each tick, encoded once.
import { WebSocketServer } from 'ws';
import { tellRung } from '../serving.mjs';
import { bytesOf, readPerson } from '../told.mjs';
import { nowMs, STEP_MS } from '../walk.mjs';

const { FIELDS } = await import(`../ways/${process.argv[2]}.mjs`);
const size = bytesOf(FIELDS);
const counts = { ticks: 0 };
const told = new Map(); // by person: the newest
const changed = new Set();
const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false });

server.on('connection', (socket) => {
  if (told.size > 0) socket.send(Buffer.concat([...told.values()]));
  socket.on('error', () => socket.terminate());
  socket.on('message', (message) => {
    if (message.length !== size) return socket.close();
    const person = readPerson(message, 0);
    told.set(person, message);
    changed.add(person);
  });
});

function tick() {
  ++counts.ticks;
  if (changed.size === 0) return;
  const news = Buffer.concat(Array.from(changed, (person) => told.get(person)));
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
