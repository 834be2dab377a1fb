// What one visit knows: the line to the city and the books that its messages fill. No drawing here.
import { signal } from '@preact/signals';
import {
  type AskCompany,
  Connection,
  type Moderate,
  type Person,
  type Phase,
  type Portal,
  type Reason,
  type Refused,
  type Report,
  type Surroundings,
  type Welcome,
} from '../protocol';
import { language, words } from './i18n';
import { ChatBook } from './state/chat';
import { CityClock } from './state/city-clock';
import { notify } from '../ui/notices';
import { closePersonal } from './state/panels';
import { PeopleBook } from './state/people';
import * as profile from './state/profile';
import { Quest } from './state/quest';

/** How a request ended: done, refused with a reason, or never answered. */
export type Outcome = 'done' | 'lost' | Reason;

type Request = Omit<Report, 'nonce'> | Omit<Moderate, 'nonce'> | Omit<AskCompany, 'nonce'>;

/** Chat lines number from 1; requests from here, so that an answer finds its asker. */
const kFirstRequestNonce = 0x8000_0000;

export class Session {
  readonly connection: Connection;
  readonly people = new PeopleBook();
  readonly chat: ChatBook;
  readonly quest = new Quest();
  readonly clock = new CityClock();
  readonly phase = signal<Phase>({ name: 'idle' });
  /** The newest welcome: set while the city knows us. */
  readonly welcome = signal<Welcome | null>(null);
  readonly you = signal<Person | null>(null);
  readonly portals = signal<readonly Portal[]>([]);
  readonly may = signal<ReadonlySet<string>>(new Set());
  /** True while the chat panel is open: what arrives in the shown circle is read. */
  readonly chatOpen = signal(false);
  /** Where the visitor stands, as a link names it; the drawn city says. */
  stand = () => '';
  /** Called before acts that depend on where the visitor is: the city learns the place first. */
  beforeAct = () => {};
  private readonly waiting = new Map<number, (outcome: Outcome) => void>();
  private nextNonce = kFirstRequestNonce;
  private entered = false;
  /** The visitor asked for the new hello: nothing broke that one should be told of. */
  private renewing = false;
  /** The portal that the visitor last asked to pass: it is not asked again until they left it. */
  private passing = 0n;

  constructor(
    private readonly around: Surroundings,
    place: string,
    space = '',
    unixMs: () => number = Date.now,
  ) {
    this.connection = new Connection(around, () => ({
      name: profile.name.value,
      look: profile.look.value,
      token: profile.token.value,
      deviceHint: profile.deviceHint(),
      language: language.value,
      // Coming back after a break: where we stood, not where the link pointed.
      place: this.entered ? this.stand() : place,
      space: this.welcome.value?.space ?? space,
    }));
    this.chat = new ChatBook((message) => {
      this.beforeAct();
      return this.connection.send(message);
    }, unixMs);
    this.listen();
  }

  /** Says hello anew, from where the visitor stands: as another person after signing in or out. */
  renew(): void {
    if (this.connection.phase.name === 'idle') return;
    this.renewing = true;
    this.connection.leave();
    this.connection.start();
  }

  hour(): number {
    return this.clock.at(this.around.nowMs());
  }

  goToPlace(place: string): boolean {
    return this.sendOrTell({ type: 'teleport', place, handle: 0 });
  }

  goToPerson(handle: number): boolean {
    return this.sendOrTell({ type: 'teleport', place: '', handle });
  }

  /** To another space; until its welcome the visitor stays where they are. */
  travel(space: string, place = ''): boolean {
    return this.sendOrTell({ type: 'travel', space, place, portal: 0n });
  }

  /** Through the portal in which the visitor stands now, if it is one. */
  passPortal(x: number, z: number): void {
    const portals = this.portals.value;
    const here = portals.find((p) => Math.hypot(p.x - x, p.z - z) <= p.radiusM);
    if (here?.id === this.passing) return;
    this.passing = here?.id ?? 0n;
    if (!here) return;
    this.beforeAct();
    this.connection.send({ type: 'travel', space: '', place: '', portal: here.id });
  }

  /** Asks the city who is here; `after` continues an answer. Names come to the book of people. */
  findPeople(text: string, after = 0): void {
    this.connection.send({ type: 'find_people', text, after });
  }

  lightLantern(lantern: string): boolean {
    this.beforeAct();
    return this.sendOrTell({ type: 'light_lantern', lantern });
  }

  block(handle: number, blocked: boolean): void {
    if (!this.sendOrTell({ type: 'block', handle, blocked })) return;
    this.people.update(handle, { blocked });
  }

  /** Sends a report or a measure; resolves when the city has written it down or refused it. */
  request(message: Request): Promise<Outcome> {
    const nonce = this.nextNonce++;
    return new Promise((resolve) => {
      this.waiting.set(nonce, resolve);
      if (!this.connection.send({ ...message, nonce })) this.answer(nonce, 'lost');
    });
  }

  private sendOrTell(message: Parameters<Connection['send']>[0]): boolean {
    const sent = this.connection.send(message);
    if (!sent) notify(words.value.chat.lostLine, 'bad');
    return sent;
  }

  private listen(): void {
    const { connection } = this;
    connection.on('phase', (phase) => this.turn(phase));
    connection.on('tokenLost', () => profile.keepToken(''));
    connection.on('welcome', (welcome) => this.arrive(welcome));
    connection.on('people', (message) => this.people.apply(message));
    connection.on('found_people', (answer) => this.people.applyFound(answer));
    connection.on('said', ({ nonce }) => {
      if (!this.answer(nonce, 'done')) this.chat.said(nonce);
    });
    connection.on('refused', (refused) => this.refuse(refused));
    connection.on('pong', ({ cityHour }) => this.clock.set(cityHour, this.around.nowMs()));
    connection.on('portals', ({ portals }) => (this.portals.value = portals));
    connection.on('queued', ({ place }) => notify(words.value.travel.queued(place)));
    connection.on('heard', (message) => {
      const from = this.people.find(message.from);
      if (message.from !== 0 && message.from === this.people.me.value) return;
      if (from?.muted || from?.blocked) return;
      this.people.heardOf(message.from, message.name);
      this.chat.heard(message, this.chatOpen.value);
      if (message.scope === 'notice') notify(message.text);
      if (message.scope === 'direct' && !this.chatOpen.value) {
        notify(words.value.chat.messageFrom(message.name));
      }
    });
    connection.on('sanctioned', ({ act, reason }) => {
      const { sanctioned } = words.value;
      const why = reason ? ` ${sanctioned.reason(reason)}` : '';
      notify(sanctioned[act] + why, act === 'unmute' ? 'good' : 'bad');
    });
    connection.on('time_ends', ({ minutes }) => {
      notify(words.value.sanctioned.timeEnds(minutes), 'bad');
    });
    this.listenToLanterns();
  }

  private listenToLanterns(): void {
    const { quest } = this;
    this.connection.on('lantern_lit', ({ lantern, all }) => {
      quest.change(lantern);
      // The drawn city finds the next one with its next frame; until then there is none to light.
      if (quest.near.value === lantern.id) quest.near.value = null;
      const told = words.value.quest;
      const count = quest.lanterns.value.length;
      const mine = lantern.foundBy === this.you.value?.name;
      notify(
        mine
          ? told.youLit(quest.lit.value, count)
          : told.someoneLit(lantern.foundBy, quest.lit.value, count),
        'good',
      );
      if (all) quest.celebrating.value = true;
    });
    this.connection.on('lanterns_dark', () => {
      quest.dark();
      notify(words.value.quest.newRound);
    });
  }

  private turn(phase: Phase): void {
    const before = this.phase.value.name;
    this.phase.value = phase;
    if (before !== 'present' || phase.name === 'present') return;
    this.chat.lineLost();
    for (const nonce of [...this.waiting.keys()]) this.answer(nonce, 'lost');
  }

  private arrive(welcome: Welcome): void {
    const before = this.welcome.value;
    if (this.entered) {
      const { connection, travel } = words.value;
      const moved = before !== null && before.space !== welcome.space;
      if (moved) notify(travel.arrived(welcome.title || words.value.city), 'good');
      else if (!this.renewing) notify(connection.back, 'good');
      this.chat.endThreads();
      closePersonal();
    }
    this.entered = true;
    this.renewing = false;
    this.welcome.value = welcome;
    if (welcome.token) profile.keepToken(welcome.token);
    this.portals.value = welcome.portals;
    // Who comes out of a portal may stand in the one that leads back.
    this.passing =
      welcome.portals.find((p) => Math.hypot(p.x - welcome.x, p.z - welcome.z) <= p.radiusM)?.id ??
      0n;
    this.people.clear();
    this.people.me.value = welcome.you.handle;
    this.people.total.value = welcome.people;
    this.you.value = welcome.you;
    this.may.value = new Set(welcome.may);
    this.quest.set(welcome.lanterns);
    this.clock.set(welcome.cityHour, this.around.nowMs(), welcome.dayLengthS);
  }

  private refuse(refused: Refused): void {
    if (refused.reason === 'slow_mode') notify(words.value.chat.slow(refused.retryAfterS), 'bad');
    if (refused.nonce !== 0) {
      if (!this.answer(refused.nonce, refused.reason)) {
        this.chat.refused(refused.nonce, refused.reason);
      }
      return;
    }
    if (refused.closing) return;
    const { title, remedy } = words.value.reasons[refused.reason];
    notify(`${title} ${remedy}`, 'bad');
  }

  private answer(nonce: number, outcome: Outcome): boolean {
    const resolve = this.waiting.get(nonce);
    this.waiting.delete(nonce);
    resolve?.(outcome);
    return resolve !== undefined;
  }
}
