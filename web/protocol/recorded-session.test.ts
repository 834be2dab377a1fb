// A session recorded with a real server, played back byte for byte: what the server wrote must be
// understood, what we write must be what that server accepted.
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { Connection } from './connection';
import { FakeSurroundings } from './fake-surroundings';
import { encodeToServer, type ToServer } from './generated/messages';
import { axisFromWire, heightFromWire } from './position';

interface RecordedLine {
  from: 'client' | 'server';
  text?: Record<string, unknown>;
  frame?: string;
}

/** The session that tests/protocol/record.py wrote down. */
const lines = readFileSync(new URL('../../tests/protocol/session.txt', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line): RecordedLine => {
    const [, direction, kind, data] = /^(.) (\w+) (.*)$/.exec(line)!;
    const from = direction === '>' ? 'client' : 'server';
    if (kind === 'binary') return { from, frame: data! };
    return { from, text: JSON.parse(data!) as Record<string, unknown> };
  });

const guest = {
  name: '记录者',
  look: 0n,
  token: '',
  deviceHint: '',
  language: 'en',
  place: '',
  space: '',
} as const;

function bytesOf(hex: string): DataView {
  const bytes = Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16));
  return new DataView(bytes.buffer);
}

/** Feeds all that the server sent; returns what the connection told, in order. */
function replay() {
  const around = new FakeSurroundings();
  const connection = new Connection(around, () => guest);
  const told: string[] = [];
  const crowd: { emote: number; height: number; distance: number }[] = [];
  const faults: string[] = [];
  for (const type of ['welcome', 'people', 'heard', 'said', 'moved', 'refused', 'pong'] as const) {
    connection.on(type, (message) => told.push(message.type));
  }
  connection.on('fault', (fault) => faults.push(fault));
  connection.on('crowd', ({ count, records }) => {
    for (let i = 0; i < count; i += 1) {
      const x = axisFromWire(records.cellX(i), records.offsetX(i));
      const z = axisFromWire(records.cellZ(i), records.offsetZ(i));
      crowd.push({
        emote: records.state(i) >> 4,
        height: heightFromWire(records.height(i)),
        distance: Math.hypot(x, z),
      });
    }
  });
  connection.start();
  around.socket.handlers.opened();
  for (const { from, text, frame } of lines) {
    if (from !== 'server') continue;
    if (text) around.socket.handlers.text(JSON.stringify(text));
    if (frame) around.socket.handlers.frame(bytesOf(frame));
  }
  return { around, connection, told, crowd, faults };
}

it('is understood to the last byte', () => {
  const { faults, connection, told } = replay();
  expect(faults).toEqual([]);
  expect(connection.phase.name).toBe('present');
  for (const type of ['welcome', 'people', 'heard', 'said', 'moved', 'refused', 'pong']) {
    expect(told, type).toContain(type);
  }
});

it('begins with the hello that this connection writes', () => {
  const { around } = replay();
  const recorded = lines.find(({ from }) => from === 'client')?.text;
  expect(around.socket.messages[0]).toEqual(recorded);
});

it('shows another wave on the plaza, at street height within the city', () => {
  const { crowd } = replay();
  expect(crowd.map(({ emote }) => emote)).toContain(1);
  for (const { height, distance } of crowd) {
    expect(height).toBeGreaterThan(-15);
    expect(height).toBeLessThan(100);
    expect(distance).toBeLessThan(4000);
  }
});

it('holds requests that are written the same today', () => {
  const say: ToServer = { type: 'say', nonce: 2, scope: 'space', to: 0, text: 'to everyone' };
  const recorded = lines.find(({ text }) => text?.type === 'say')?.text;
  expect(JSON.parse(encodeToServer(say))).toEqual(recorded);
});
