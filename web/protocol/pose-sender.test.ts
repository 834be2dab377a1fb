import { expect, it } from 'vitest';
import { Connection } from './connection';
import { FakeSurroundings, welcomeMessage } from './fake-surroundings';
import { isLater, PoseSender } from './pose-sender';

const guest = {
  name: 'Mei',
  look: 0n,
  token: '',
  deviceHint: '',
  language: 'zh',
  place: '',
} as const;

it('numbers poses from 1 and writes them as docs/protocol.md lays them out', () => {
  const around = new FakeSurroundings();
  const connection = new Connection(around, () => guest);
  connection.start();
  around.socket.handlers.opened();
  around.socket.say(welcomeMessage());
  const sender = new PoseSender(connection, () => around.nowMs());
  sender.send({ x: 65.5, y: 10, z: -1, yaw: Math.PI / 2, pitch: 0, gait: 1 });
  const bytes = around.socket.sent.find((data) => data instanceof ArrayBuffer);
  // kind 1, sequence 1, time 1000, cell (1, -1), offsets 1536 and 64512, height 8832, yaw 16384.
  expect([...new Uint8Array(bytes ?? new ArrayBuffer(0))]).toEqual([
    1, 1, 0, 0xe8, 3, 0, 0, 1, 0, 0xff, 0xff, 0, 6, 0, 0xfc, 0x80, 0x22, 0, 0x40, 0, 1,
  ]);
  expect(sender.sequence).toBe(1);
});

it('does not count a pose that could not be sent', () => {
  const connection = new Connection(new FakeSurroundings(), () => guest);
  const sender = new PoseSender(connection, () => 0);
  expect(sender.send({ x: 0, y: 0, z: 0, yaw: 0, pitch: 0, gait: 0 })).toBe(false);
  expect(sender.sequence).toBe(0);
});

it('compares sequence numbers across the wrap', () => {
  expect(isLater(1, 65_535)).toBe(true);
  expect(isLater(65_535, 1)).toBe(false);
  expect(isLater(5, 5)).toBe(false);
});
