import { spawn } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openWindow } from './harness/browser';
import { listen, sound, TOLD_MICROPHONE } from './harness/listen';
import { CityServer, PROGRAM } from './harness/server';
import { Visitor } from './harness/visitor';

let server: CityServer;

beforeAll(async () => {
  server = await CityServer.start('small', ['--limits.relax-loopback']);
});

afterAll(async () => {
  await server.stop();
});

const loudness = async (visitor: Visitor): Promise<number> => {
  const { left, right } = await listen(visitor);
  return left + right;
};

const micIs = (visitor: Visitor, state: string): Promise<void> =>
  visitor.until(async () => (await visitor.fact('mic')) === state);

const hears = (listener: Visitor, handle: number, wanted = true): Promise<void> =>
  listener.until(async () => (await listener.fact('speaking')).includes(handle) === wanted);

describe('the ways to speak', () => {
  let speaker: Visitor;
  let listener: Visitor;
  let handle = 0;

  beforeAll(async () => {
    speaker = await Visitor.enter(server.url, 'Anna', { script: TOLD_MICROPHONE });
    listener = await Visitor.enter(server.url, 'Ming');
    handle = await speaker.fact('handle');
  });

  afterAll(async () => {
    await listener.leave();
    await speaker.leave();
  });

  it('an open microphone sends nothing of a silent room', async () => {
    await speaker.see('dock-mic').click();
    await micIs(speaker, 'ready');
    expect(await loudness(listener)).toBe(0);
    expect(await speaker.fact('mic')).toBe('ready');
  });

  it('and opens and closes with what is said', async () => {
    await sound(speaker, true);
    await hears(listener, handle);
    expect(await loudness(listener)).toBeGreaterThan(0.001);
    await sound(speaker, false);
    await micIs(speaker, 'ready');
    await hears(listener, handle, false);
    await speaker.see('dock-mic').click();
    await micIs(speaker, 'off');
  });

  it('where the settings say so, only while B is held', async () => {
    await speaker.openPanel('settings');
    await speaker.see('talk-push').check({ force: true });
    await speaker.closePanel();
    await speaker.world.focus();
    await speaker.page.keyboard.down('b');
    await micIs(speaker, 'talking');
    await sound(speaker, true);
    await hears(listener, handle);
    expect(await loudness(listener)).toBeGreaterThan(0.001);
    await speaker.page.keyboard.up('b');
    await micIs(speaker, 'ready');
    await hears(listener, handle, false);
    expect(await loudness(listener), 'the sound goes on, unsent').toBe(0);
  });

  it('not while B is written in a message', async () => {
    await speaker.openPanel('chat');
    await speaker.see('chat-input').focus();
    await speaker.page.keyboard.down('b');
    expect(await loudness(listener)).toBe(0);
    await speaker.page.keyboard.up('b');
    expect(await speaker.fact('mic')).toBe('ready');
    await speaker.closePanel();
  });

  it('a measure of the operator silences in the middle of a word', async () => {
    await speaker.world.focus();
    await speaker.page.keyboard.down('b');
    await hears(listener, handle);
    const operator = await openWindow();
    const { page } = operator;
    await page.goto(server.adminLink(), { waitUntil: 'domcontentloaded' });
    await page.getByTestId('nav-people').click();
    await page.getByTestId(`present-${handle}`).getByTestId('act-on-person').click();
    await page.getByTestId('act-measure').selectOption('mute');
    await page.getByTestId('act-reason').fill('Too loud');
    await page.getByTestId('act-apply').click();
    await micIs(speaker, 'muted');
    await hears(listener, handle, false);
    expect(await loudness(listener)).toBe(0);
    await speaker.page.keyboard.up('b');
    await operator.close();
  });
});

describe('a stage', () => {
  it('is heard by an audience that no other voice reaches', async () => {
    const onStage = await Visitor.enter(`${server.url}/@nananzui`, 'Singer');
    const audience = [
      await Visitor.enter(server.url, 'Left'),
      await Visitor.enter(server.url, 'Right'),
    ] as const;
    const singer = await onStage.fact('handle');
    await onStage.see('dock-mic').click();
    for (const listener of audience) {
      await hears(listener, singer);
      expect(await loudness(listener)).toBeGreaterThan(0.001);
    }
    await audience[0].see('dock-mic').click();
    await hears(audience[1], await audience[0].fact('handle'));
    expect(await onStage.fact('speaking')).toEqual([]);
    for (const visitor of [onStage, ...audience]) await visitor.leave();
  });
});

const VOICES = 19;
const HEADER = 4;
const RECORD = 7;

/** A voices frame without those who are heard one by one; other messages as they are. */
function murmurOf(message: string | Buffer): string | Buffer | null {
  if (typeof message === 'string' || message[0] !== VOICES) return message;
  const count = message.readUInt8(3);
  let at = HEADER + RECORD * count;
  for (let i = 0; i < count; i += 1) {
    const record = message.subarray(HEADER + RECORD * i, HEADER + RECORD * (i + 1));
    const packet = message.subarray(at, (at += record.readUInt16LE(5)));
    if (record.readUInt16LE(0) !== 0) continue;
    const header = Buffer.from(message.subarray(0, HEADER));
    header.writeUInt8(1, 3);
    return Buffer.concat([header, record, packet]);
  }
  return null;
}

describe('the murmur of a crowd', () => {
  it('is heard where more speak than are heard one by one', async () => {
    const window = await openWindow();
    await window.page.routeWebSocket(/\/ws/, (line) => {
      line.connectToServer().onMessage((message) => {
        const passed = murmurOf(message);
        if (passed !== null) line.send(passed);
      });
    });
    const listener = Visitor.at('Listener', window);
    await listener.goIn(server.url);
    expect(await loudness(listener)).toBe(0);
    const crowd = spawn(PROGRAM, [
      ...['swarm', '--url', `${server.url.replace('http', 'ws')}/ws`, '--pattern', 'plaza'],
      ...['--people', '40', '--speak', '40', '--seconds', '120'],
    ]);
    try {
      await listener.until(async () => (await loudness(listener)) > 0.001);
      expect(await listener.fact('speaking'), 'nobody one by one').toEqual([]);
    } finally {
      crowd.kill();
    }
    await listener.leave();
  });
});
