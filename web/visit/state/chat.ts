// Text chat: three circles of hearers, the state of each own message, what is unread.
import { computed, signal } from '@preact/signals';
import type { Heard, Reason, Say } from '../../protocol';

/** 'near', 'space', or the thread of a private conversation. */
export type Circle = 'near' | 'space' | number;
export type SendState = 'pending' | 'sent' | 'failed';

export interface Line {
  key: number;
  circle: Circle;
  /** Handle; 0 = the city. */
  from: number;
  name: string;
  text: string;
  /** By the city's clock. */
  atMs: number;
  /** By this machine's clock, which may be wrong. */
  arrivedMs: number;
  mine: boolean;
  state: SendState;
  /** Why it failed; null = the line was lost. */
  failure: Reason | null;
}

export interface Thread {
  /** Of the person it is with; below zero once it has ended. */
  handle: number;
  name: string;
}

export const kLongestText = 500;
const kKeptLines = 200;

export function textLength(text: string): number {
  return [...text].length;
}

/** Sends a say; false if there is no line to the city. */
export type SayOut = (message: Say) => boolean;

export class ChatBook {
  readonly lines = signal<readonly Line[]>([]);
  readonly threads = signal<readonly Thread[]>([]);
  readonly circle = signal<Circle>('near');
  readonly unread = signal<ReadonlyMap<Circle, number>>(new Map());
  readonly unreadTotal = computed(() =>
    [...this.unread.value.values()].reduce((sum, count) => sum + count, 0),
  );
  readonly shown = computed(() =>
    this.lines.value.filter((line) => line.circle === this.circle.value),
  );
  private nextKey = 1;
  private nextEnded = -1;

  constructor(
    private readonly sayOut: SayOut,
    private readonly unixMs: () => number,
  ) {}

  /** The key doubles as nonce of the message. */
  say(text: string): number {
    const line: Line = {
      key: this.nextKey++,
      circle: this.circle.value,
      from: 0,
      name: '',
      text,
      atMs: this.unixMs(),
      arrivedMs: this.unixMs(),
      mine: true,
      state: 'pending',
      failure: null,
    };
    this.add(line);
    this.send(line);
    return line.key;
  }

  /** Sends a failed line again, under a new nonce. */
  retry(key: number): void {
    const line = this.lines.value.find((other) => other.key === key);
    if (line?.state !== 'failed') return;
    const again: Line = { ...line, key: this.nextKey++, state: 'pending', failure: null };
    this.lines.value = [...this.lines.value.filter((other) => other !== line), again];
    this.send(again);
  }

  said(nonce: number): boolean {
    return this.settle(nonce, 'sent', null);
  }

  refused(nonce: number, reason: Reason): boolean {
    return this.settle(nonce, 'failed', reason);
  }

  /** The line to the city broke: nobody will answer what is still pending. */
  lineLost(): void {
    for (const line of this.lines.value) {
      if (line.state === 'pending') this.settle(line.key, 'failed', null);
    }
  }

  heard(message: Heard, looking: boolean): void {
    const circle = circleOf(message);
    if (typeof circle === 'number') this.open({ handle: circle, name: message.name });
    this.add({
      key: this.nextKey++,
      circle,
      from: message.from,
      name: message.name,
      text: message.text,
      atMs: message.unixMs,
      arrivedMs: this.unixMs(),
      mine: false,
      state: 'sent',
      failure: null,
    });
    if (!looking || circle !== this.circle.value) this.count(circle);
  }

  /** Turns to a circle; what it held is read. */
  turnTo(circle: Circle): void {
    this.circle.value = circle;
    this.markRead();
  }

  markRead(): void {
    if (!this.unread.value.has(this.circle.value)) return;
    const next = new Map(this.unread.value);
    next.delete(this.circle.value);
    this.unread.value = next;
  }

  /** Begins (or renames) a private conversation. */
  open(thread: Thread): void {
    const others = this.threads.value.filter((other) => other.handle !== thread.handle);
    this.threads.value = [thread, ...others];
  }

  /**
   * After a break a handle may mean another person: what was private stays to be read, and nobody
   * can be written to in it.
   */
  endThreads(): void {
    const ended = new Map<Circle, Circle>();
    for (const { handle } of this.threads.value) {
      if (handle > 0) ended.set(handle, this.nextEnded--);
    }
    const renamed = <C extends Circle>(circle: C) => (ended.get(circle) ?? circle) as C;
    this.threads.value = this.threads.value.map((thread) => ({
      ...thread,
      handle: renamed(thread.handle),
    }));
    this.lines.value = this.lines.value.map((line) => ({ ...line, circle: renamed(line.circle) }));
    this.unread.value = new Map(
      [...this.unread.value].map(([circle, count]) => [renamed(circle), count]),
    );
    this.circle.value = renamed(this.circle.value);
  }

  private send(line: Line): void {
    if (typeof line.circle === 'number' && line.circle < 0) {
      this.settle(line.key, 'failed', 'no_such_person');
      return;
    }
    const direct = typeof line.circle === 'number';
    const scope = typeof line.circle === 'number' ? 'direct' : line.circle;
    const to = direct ? (line.circle as number) : 0;
    const out = this.sayOut({ type: 'say', nonce: line.key, scope, to, text: line.text });
    if (!out) this.settle(line.key, 'failed', null);
  }

  private add(line: Line): void {
    this.lines.value = [...this.lines.value, line].slice(-kKeptLines);
  }

  private settle(nonce: number, state: SendState, failure: Reason | null): boolean {
    const line = this.lines.value.find((other) => other.key === nonce && other.mine);
    if (!line || line.state !== 'pending') return false;
    this.lines.value = this.lines.value.map((other) =>
      other === line ? { ...line, state, failure } : other,
    );
    return true;
  }

  private count(circle: Circle): void {
    const now = this.unread.value.get(circle) ?? 0;
    this.unread.value = new Map(this.unread.value).set(circle, now + 1);
  }
}

function circleOf(message: Heard): Circle {
  if (message.scope === 'near') return 'near';
  if (message.scope === 'direct') return message.from;
  return 'space';
}
