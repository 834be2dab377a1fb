import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { FakeSurroundings, refusedMessage, welcomeMessage } from '../protocol/fake-surroundings';
import { language, startWords } from './i18n';
import { Session } from './session';
import { notices } from '../ui/notices';
import * as profile from './state/profile';

beforeAll(async () => {
  language.value = 'en';
  await startWords();
});

beforeEach(() => {
  notices.value = [];
  profile.name.value = 'Mei';
  profile.token.value = '';
});

function enter() {
  const around = new FakeSurroundings();
  const session = new Session(around, 'huanghelou', '', () => 5_000);
  session.connection.start();
  around.socket.handlers.opened();
  around.socket.say(welcomeMessage());
  const told = () => notices.value.map(({ text }) => text).join(' | ');
  return { around, session, told };
}

function comeBack(around: FakeSurroundings) {
  around.socket.handlers.closed();
  around.pass(500);
  around.socket.handlers.opened();
}

describe('coming in', () => {
  it('goes to the linked place once, and keeps the token', () => {
    const { around } = enter();
    expect(around.socket.messages[0]).toMatchObject({ place: 'huanghelou', token: '' });
    comeBack(around);
    expect(around.socket.messages[0]).toMatchObject({ place: '', token: 'kept-token' });
  });

  it('keeps the token of the guest while somebody is signed in', () => {
    const { around } = enter();
    comeBack(around);
    around.socket.say({ ...welcomeMessage(), token: '' });
    expect(profile.token.value).toBe('kept-token');
  });

  it('says so when back', () => {
    const { around, told } = enter();
    expect(told()).toBe('');
    comeBack(around);
    around.socket.say(welcomeMessage());
    expect(told()).toContain('You are back');
  });

  it('says hello anew as another person, from where one stands and without a word of a break', () => {
    const { around, session, told } = enter();
    session.stand = () => '1.00,0.00,2.00,0.00';
    session.renew();
    around.socket.handlers.opened();
    expect(around.socket.messages[0]).toMatchObject({ place: '1.00,0.00,2.00,0.00' });
    around.socket.say(welcomeMessage());
    expect(told()).toBe('');
  });

  it('forgets a token that the city does not know', () => {
    const { around } = enter();
    comeBack(around);
    around.socket.say(refusedMessage('token_unknown'));
    around.socket.handlers.closed();
    expect(profile.token.value).toBe('');
  });

  it('fills the books from the welcome', () => {
    const { session } = enter();
    expect(session.people.me.value).toBe(7);
    expect(session.quest.lanterns.value.length).toBe(1);
    expect(session.hour()).toBeCloseTo(9.5, 3);
  });
});

describe('what is heard', () => {
  const heard = { type: 'heard', from: 3, name: 'Lin', scope: 'direct', text: 'hi', unix_ms: 1 };

  it('tells of a private message while the chat is closed', () => {
    const { around, told } = enter();
    around.socket.say(heard);
    expect(told()).toContain('Lin');
  });

  it('leaves out whom the visitor has silenced, and the visitor', () => {
    const { around, session } = enter();
    const lin = { handle: 3, generation: 0, name: 'Lin', look: '0', moderator: false };
    around.socket.say({ type: 'people', seen: [lin], gone: [], total: 2 });
    session.people.update(3, { muted: true });
    around.socket.say(heard);
    around.socket.say({ ...heard, from: 7, scope: 'near' });
    expect(session.chat.lines.value).toEqual([]);
  });
});

describe('asking the city', () => {
  it('resolves a report when it is written down', async () => {
    const { around, session } = enter();
    const done = session.request({ type: 'report', handle: 3, reason: 'spam', text: '' });
    const { nonce } = around.socket.messages.at(-1) as { nonce: number };
    around.socket.say({ type: 'said', nonce });
    expect(await done).toBe('done');
  });

  it('resolves with the reason when refused, and as lost when the line breaks', async () => {
    const { around, session } = enter();
    const first = session.request({ type: 'report', handle: 3, reason: 'spam', text: '' });
    const { nonce } = around.socket.messages.at(-1) as { nonce: number };
    around.socket.say(refusedMessage('no_such_person', { nonce, closing: false }));
    const second = session.request({ type: 'report', handle: 4, reason: 'spam', text: '' });
    around.socket.handlers.closed();
    expect(await first).toBe('no_such_person');
    expect(await second).toBe('lost');
  });

  it('explains a refused teleport in words', () => {
    const { around, session, told } = enter();
    session.goToPlace('nowhere');
    around.socket.say(refusedMessage('no_such_place', { closing: false }));
    expect(told()).toContain('no place of that name');
  });

  it('does not mark somebody blocked that the city never heard of', () => {
    const { around, session, told } = enter();
    const lin = { handle: 3, generation: 0, name: 'Lin', look: '0', moderator: false };
    around.socket.say({ type: 'people', seen: [lin], gone: [], total: 2 });
    around.socket.handlers.closed();
    session.block(3, true);
    expect(session.people.find(3)?.blocked).toBe(false);
    expect(told()).toContain('connection was lost');
  });
});

describe('lanterns', () => {
  it('celebrates when the last is lit, and begins anew', () => {
    const { around, session, told } = enter();
    const lantern = { id: 'east', lit: true, found_by: 'Lin' };
    around.socket.say({ type: 'lantern_lit', lantern, all: true });
    expect(told()).toContain('Lin lit a lantern: 1 of 1');
    expect(session.quest.celebrating.value).toBe(true);
    around.socket.say({ type: 'lanterns_dark' });
    expect(session.quest.lit.value).toBe(0);
    expect(session.quest.celebrating.value).toBe(false);
  });
});

it('says where the visitor is before it speaks or lights a lantern', () => {
  const { around, session } = enter();
  const told: unknown[] = [];
  session.beforeAct = () => told.push(around.socket.messages.at(-1)?.type);
  session.chat.say('hello');
  session.lightLantern('east');
  expect(told).toEqual(['ping', 'say']);
});

describe('other spaces', () => {
  const garden = { space: '4711', title: 'Garden', token: '' };

  it('says where the visitor has come to, and keeps the token', () => {
    const { around, session, told } = enter();
    expect(session.travel('4711')).toBe(true);
    expect(around.socket.messages.at(-1)).toEqual({
      type: 'travel',
      space: '4711',
      place: '',
      portal: '0',
    });
    around.socket.say(welcomeMessage(garden));
    expect(told()).toContain('Garden');
    expect(profile.token.value).toBe('kept-token');
    expect(around.socket.messages.map(({ type }) => type)).toContain('arrived');
  });

  it('comes back to the space in which the line was lost', () => {
    const { around } = enter();
    around.socket.say(welcomeMessage(garden));
    comeBack(around);
    expect(around.socket.messages[0]).toMatchObject({ space: '4711' });
  });

  it('asks once for each time that the visitor walks into a portal', () => {
    const { around, session } = enter();
    const portal = { id: '9', x: 20, y: 0, z: 0, radius_m: 2, to: '4711', title: 'Garden' };
    around.socket.say({ type: 'portals', portals: [portal] });
    const asked = () => around.socket.messages.filter(({ type }) => type === 'travel').length;
    session.passPortal(17, 0);
    expect(asked()).toBe(0);
    session.passPortal(19, 0);
    session.passPortal(20, 0);
    expect(asked()).toBe(1);
    session.passPortal(17, 0);
    session.passPortal(19, 0);
    expect(asked()).toBe(2);
  });

  it('does not go back by the portal in which the visitor comes out', () => {
    const { around, session } = enter();
    const portal = { id: '9', x: 1, y: 2, z: 3, radius_m: 2, to: 'city', title: '' };
    around.socket.say(welcomeMessage({ ...garden, portals: [portal] }));
    session.passPortal(1, 3);
    expect(around.socket.messages.map(({ type }) => type)).not.toContain('travel');
  });
});
