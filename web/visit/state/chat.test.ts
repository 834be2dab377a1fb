import { describe, expect, it } from 'vitest';
import type { Heard, Say } from '../../protocol';
import { ChatBook } from './chat';

function book(online = true) {
  const out: Say[] = [];
  const chat = new ChatBook(
    (message) => {
      if (online) out.push(message);
      return online;
    },
    () => 1000,
  );
  return { chat, out };
}

const heard = (fields: Partial<Heard>): Heard => ({
  type: 'heard',
  from: 5,
  name: 'Lin',
  scope: 'near',
  text: 'hello',
  unixMs: 1,
  ...fields,
});

describe('own lines', () => {
  it('are pending until the city has written them down', () => {
    const { chat, out } = book();
    const nonce = chat.say('hi');
    expect(out).toEqual([{ type: 'say', nonce, scope: 'near', to: 0, text: 'hi' }]);
    expect(chat.lines.value[0]?.state).toBe('pending');
    expect(chat.said(nonce)).toBe(true);
    expect(chat.lines.value[0]?.state).toBe('sent');
  });

  it('keep the reason when refused, and go out again under a new nonce', () => {
    const { chat, out } = book();
    const nonce = chat.say('hi');
    chat.refused(nonce, 'muted');
    expect(chat.lines.value[0]).toMatchObject({ state: 'failed', failure: 'muted' });
    chat.retry(nonce);
    expect(out.length).toBe(2);
    expect(out[1]?.nonce).not.toBe(nonce);
    expect(chat.lines.value.length).toBe(1);
    expect(chat.lines.value[0]?.state).toBe('pending');
  });

  it('fail at once without a line to the city', () => {
    const { chat } = book(false);
    chat.say('hi');
    expect(chat.lines.value[0]).toMatchObject({ state: 'failed', failure: null });
  });

  it('fail when the line breaks, but what was sent stays sent', () => {
    const { chat } = book();
    const first = chat.say('one');
    chat.said(first);
    chat.say('two');
    chat.lineLost();
    expect(chat.lines.value.map((line) => line.state)).toEqual(['sent', 'failed']);
  });

  it('ignore an answer that comes twice', () => {
    const { chat } = book();
    const nonce = chat.say('one');
    chat.said(nonce);
    expect(chat.refused(nonce, 'internal')).toBe(false);
    expect(chat.lines.value[0]?.state).toBe('sent');
  });

  it('go to the person whose conversation is open', () => {
    const { chat, out } = book();
    chat.open({ handle: 9, name: 'Anna' });
    chat.turnTo(9);
    chat.say('psst');
    expect(out[0]).toMatchObject({ scope: 'direct', to: 9 });
  });
});

describe('lines of others', () => {
  it('are unread unless the open chat shows their circle', () => {
    const { chat } = book();
    chat.heard(heard({}), true);
    expect(chat.unreadTotal.value).toBe(0);
    chat.heard(heard({ scope: 'space' }), true);
    chat.heard(heard({}), false);
    expect([...chat.unread.value]).toEqual([
      ['space', 1],
      ['near', 1],
    ]);
    chat.turnTo('space');
    expect(chat.unreadTotal.value).toBe(1);
  });

  it('open a private conversation, newest first', () => {
    const { chat } = book();
    chat.heard(heard({ scope: 'direct', from: 5, name: 'Lin' }), false);
    chat.heard(heard({ scope: 'direct', from: 6, name: 'Anna' }), false);
    expect(chat.threads.value.map(({ name }) => name)).toEqual(['Anna', 'Lin']);
    expect(chat.lines.value.map(({ circle }) => circle)).toEqual([5, 6]);
  });

  it('of the city itself are told to everyone', () => {
    const { chat } = book();
    chat.heard(heard({ from: 0, scope: 'notice', text: 'The show begins.' }), false);
    expect(chat.lines.value[0]).toMatchObject({ circle: 'space', from: 0 });
  });

  it('are kept to the newest 200', () => {
    const { chat } = book();
    for (let i = 0; i < 230; i += 1) chat.heard(heard({ text: String(i) }), true);
    expect(chat.lines.value.length).toBe(200);
    expect(chat.lines.value[0]?.text).toBe('30');
  });
});

describe('private conversations after a break', () => {
  it('stay to be read, and send nothing to whoever has the handle now', () => {
    const { chat, out } = book();
    chat.heard(heard({ scope: 'direct', text: 'a secret' }), false);
    chat.turnTo(5);
    chat.endThreads();
    expect(chat.shown.value.map(({ text }) => text)).toEqual(['a secret']);
    expect(chat.threads.value.map(({ name }) => name)).toEqual(['Lin']);
    chat.say('another secret');
    expect(out).toEqual([]);
    expect(chat.shown.value.at(-1)).toMatchObject({ state: 'failed', failure: 'no_such_person' });
  });

  it('are others than those begun anew under the same handle', () => {
    const { chat, out } = book();
    chat.heard(heard({ scope: 'direct', text: 'from Lin' }), false);
    chat.endThreads();
    chat.heard(heard({ scope: 'direct', name: 'Wang', text: 'from Wang' }), false);
    chat.turnTo(5);
    expect(chat.shown.value.map(({ text }) => text)).toEqual(['from Wang']);
    chat.say('hello Wang');
    expect(out.map(({ to }) => to)).toEqual([5]);
  });
});
