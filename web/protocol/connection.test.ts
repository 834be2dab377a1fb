import { describe, expect, it } from 'vitest';
import { Connection, type Phase } from './connection';
import { FakeSurroundings, refusedMessage, welcomeMessage } from './fake-surroundings';

function start(chance = 1) {
  const around = new FakeSurroundings(chance);
  const guest = {
    name: 'Mei',
    look: 5n,
    token: '',
    deviceHint: 'device',
    language: 'zh' as const,
    place: 'huanghelou',
    space: '',
  };
  const connection = new Connection(around, () => guest);
  const phases: Phase['name'][] = [];
  connection.on('phase', (phase) => phases.push(phase.name));
  connection.start();
  return { around, connection, guest, phases };
}

function enter() {
  const opened = start();
  opened.around.socket.handlers.opened();
  opened.around.socket.say(welcomeMessage());
  return opened;
}

describe('entering', () => {
  it('says hello with the protocol version as soon as the socket is open', () => {
    const { around, phases } = start();
    expect(around.socket.sent).toEqual([]);
    around.socket.handlers.opened();
    expect(around.socket.messages).toEqual([
      {
        type: 'hello',
        protocol: 4,
        name: 'Mei',
        look: '5',
        token: '',
        device_hint: 'device',
        language: 'zh',
        place: 'huanghelou',
        space: '',
      },
    ]);
    expect(phases).toEqual(['connecting', 'greeting']);
  });

  it('is present after the welcome and hands its values on', () => {
    const { around, connection, phases } = start();
    const welcomes: bigint[] = [];
    connection.on('welcome', (welcome) => welcomes.push(welcome.you.look));
    around.socket.handlers.opened();
    around.socket.say(welcomeMessage());
    expect(phases.at(-1)).toBe('present');
    expect(welcomes).toEqual([18446744073709551615n]);
  });

  it('sends nothing but hello before the welcome', () => {
    const { around, connection } = start();
    around.socket.handlers.opened();
    expect(connection.send({ type: 'emote', emote: 'wave' })).toBe(false);
    expect(connection.sendFrame(new ArrayBuffer(4))).toBe(false);
    expect(around.socket.sent.length).toBe(1);
  });
});

describe('losing the line', () => {
  it('waits longer after each failed attempt, never more than 15 s', () => {
    const { around, connection } = start(1);
    const delays: number[] = [];
    for (let i = 0; i < 8; i += 1) {
      around.socket.handlers.closed();
      if (connection.phase.name !== 'waiting') throw new Error('not waiting');
      delays.push(connection.phase.untilMs - around.nowMs());
      around.pass(delays[i] ?? 0);
    }
    expect(delays).toEqual([500, 1000, 2000, 4000, 8000, 15000, 15000, 15000]);
    expect(around.sockets.length).toBe(9);
  });

  it('shortens the wait by chance, by at most half', () => {
    const { around, connection } = start(0);
    around.socket.handlers.closed();
    expect(connection.phase).toMatchObject({ name: 'waiting', untilMs: around.nowMs() + 250 });
  });

  it('comes back with what the person is called now', () => {
    const { around, guest } = enter();
    guest.token = 'kept-token';
    around.socket.handlers.closed();
    around.pass(500);
    around.socket.handlers.opened();
    expect(around.socket.messages[0]).toMatchObject({ type: 'hello', token: 'kept-token' });
  });

  it('tries again at once when asked', () => {
    const { around, connection } = enter();
    around.socket.handlers.closed();
    connection.start();
    expect(around.sockets.length).toBe(2);
    // The attempt that was due after 500 ms is not made as well.
    around.pass(600);
    expect(around.sockets.length).toBe(2);
  });

  it('ignores everything from a socket it has given up', () => {
    const { around, connection, phases } = enter();
    const old = around.socket;
    old.handlers.closed();
    connection.start();
    const count = phases.length;
    old.say(welcomeMessage());
    old.handlers.closed();
    expect(phases.length).toBe(count);
  });

  it('takes 20 s of silence for a lost line', () => {
    const { around, connection } = enter();
    around.pass(19_000);
    expect(connection.phase.name).toBe('present');
    around.pass(11_000);
    expect(around.sockets.length).toBeGreaterThan(1);
    expect(around.sockets[0]?.closedByUs).toBe(true);
  });
});

it('does not take its own busy half minute for a lost line', () => {
  const { around, connection } = enter();
  around.freeze(30_000);
  around.pass(0);
  expect(connection.phase.name).toBe('present');
});

describe('refusals', () => {
  it.each(['banned', 'kicked', 'replaced', 'wrong_version'])('%s ends it', (reason) => {
    const { around, connection } = enter();
    around.socket.say(refusedMessage(reason, { retry_after_s: 60 }));
    around.socket.handlers.closed();
    expect(connection.phase).toEqual({ name: 'ended', reason, retryAfterS: 60 });
    around.pass(600_000);
    expect(around.sockets.length).toBe(1);
  });

  it('waits at least as long as a full server asks', () => {
    const { around, connection } = start();
    around.socket.handlers.opened();
    around.socket.say(refusedMessage('server_full', { retry_after_s: 30 }));
    around.socket.handlers.closed();
    expect(connection.phase).toMatchObject({
      name: 'waiting',
      reason: 'server_full',
      untilMs: around.nowMs() + 30_000,
    });
  });

  it('tells that a token is lost, so that the next hello is a new guest', () => {
    const { around, connection } = start();
    let lost = 0;
    connection.on('tokenLost', () => (lost += 1));
    around.socket.handlers.opened();
    around.socket.say(refusedMessage('token_unknown'));
    around.socket.handlers.closed();
    expect(lost).toBe(1);
    expect(connection.phase.name).toBe('waiting');
  });

  it('keeps the line when one message is refused', () => {
    const { around, connection } = enter();
    const nonces: number[] = [];
    connection.on('refused', (refused) => nonces.push(refused.nonce));
    around.socket.say(refusedMessage('muted', { nonce: 12, closing: false }));
    expect(nonces).toEqual([12]);
    expect(connection.phase.name).toBe('present');
  });
});

describe('staying', () => {
  it('pings six times quickly, then every 5 s', () => {
    const { around } = enter();
    const pings = () => around.socket.messages.filter(({ type }) => type === 'ping').length;
    around.pass(2_000);
    expect(pings()).toBe(6);
    around.pass(5_000);
    expect(pings()).toBe(7);
  });

  it('skips poses while the network is full', () => {
    const { around, connection } = enter();
    around.socket.waitingBytes = 10_000;
    expect(connection.sendFrame(new ArrayBuffer(4))).toBe(false);
    around.socket.waitingBytes = 0;
    expect(connection.sendFrame(new ArrayBuffer(4))).toBe(true);
  });

  it('hands on each kind of frame under its own name', () => {
    const { around, connection } = enter();
    const seen: string[] = [];
    for (const name of ['crowd', 'cells', 'looks'] as const) {
      connection.on(name, ({ count }) => seen.push(`${name} ${count}`));
    }
    for (const bytes of [
      [24, 1, 0, 0, 0, 0, 0, 0, 0],
      [27, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0, ...Array<number>(6).fill(0)],
      [26, 1, 0, ...Array<number>(9).fill(1)],
    ]) {
      around.socket.handlers.frame(new DataView(new Uint8Array(bytes).buffer));
    }
    expect(seen).toEqual(['crowd 0', 'cells 1', 'looks 1']);
  });

  it('drops what breaks the schema and says which field', () => {
    const { around, connection } = enter();
    const faults: string[] = [];
    connection.on('fault', (fault) => faults.push(fault));
    around.socket.handlers.text('{"type":"said","nonce":"one"}');
    around.socket.handlers.text('{"type":"unheard_of"}');
    around.socket.handlers.text('not json');
    around.socket.handlers.frame(new DataView(new Uint8Array([99, 1]).buffer));
    expect(faults.length).toBe(4);
    expect(faults[0]).toContain('nonce');
    expect(connection.phase.name).toBe('present');
  });

  it('says goodbye and stays away', () => {
    const { around, connection } = enter();
    connection.leave();
    expect(around.socket.messages.at(-1)).toEqual({ type: 'leave' });
    around.pass(600_000);
    expect(around.sockets.length).toBe(1);
    expect(connection.phase.name).toBe('idle');
  });
});
