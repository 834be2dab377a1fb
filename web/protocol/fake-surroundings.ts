// For tests: a network, a clock and timers that only move when told.
import { protocolVersion } from './generated/messages';
import type { Socket, SocketHandlers, Surroundings } from './socket';

export class FakeSocket implements Socket {
  readonly sent: (string | ArrayBuffer)[] = [];
  waitingBytes = 0;
  closedByUs = false;

  constructor(readonly handlers: SocketHandlers) {}

  send(data: string | ArrayBuffer): void {
    this.sent.push(data);
  }

  close(): void {
    this.closedByUs = true;
  }

  /** Text messages sent so far, parsed. */
  get messages(): Record<string, unknown>[] {
    return this.sent
      .filter((data): data is string => typeof data === 'string')
      .map((data) => JSON.parse(data) as Record<string, unknown>);
  }

  say(message: object): void {
    this.handlers.text(JSON.stringify(message));
  }
}

interface Timer {
  dueMs: number;
  act: () => void;
}

export class FakeSurroundings implements Surroundings {
  readonly sockets: FakeSocket[] = [];
  private timeMs = 1_000;
  private timers: Timer[] = [];

  constructor(private readonly chance = 1) {}

  /** The newest socket. */
  get socket(): FakeSocket {
    const socket = this.sockets.at(-1);
    if (!socket) throw new Error('no socket was opened');
    return socket;
  }

  openSocket(handlers: SocketHandlers): Socket {
    const socket = new FakeSocket(handlers);
    this.sockets.push(socket);
    return socket;
  }

  nowMs(): number {
    return this.timeMs;
  }

  random(): number {
    return this.chance;
  }

  after(ms: number, act: () => void): () => void {
    const timer = { dueMs: this.timeMs + ms, act };
    this.timers.push(timer);
    return () => {
      this.timers = this.timers.filter((other) => other !== timer);
    };
  }

  /** The page is busy: time goes by, and what was due comes late. */
  freeze(ms: number): void {
    this.timeMs += ms;
  }

  /** Lets time pass; due timers run in order. */
  pass(ms: number): void {
    const end = this.timeMs + ms;
    for (;;) {
      const next = this.timers
        .filter((timer) => timer.dueMs <= end)
        .sort((a, b) => a.dueMs - b.dueMs)[0];
      if (!next) break;
      this.timers = this.timers.filter((other) => other !== next);
      this.timeMs = Math.max(this.timeMs, next.dueMs);
      next.act();
    }
    this.timeMs = end;
  }
}

/** A welcome as the server writes it. */
export function welcomeMessage(fields: object = {}): object {
  return {
    type: 'welcome',
    protocol: protocolVersion,
    you: { handle: 7, generation: 0, name: 'Mei', look: '18446744073709551615', moderator: false },
    token: 'kept-token',
    space: 'city',
    title: '',
    portals: [],
    tick: 100,
    tick_hz: 20,
    x: 1,
    y: 2,
    z: 3,
    yaw: 0.5,
    city_hour: 9.5,
    day_length_s: 86_400,
    people: 3,
    lanterns: [{ id: 'east', lit: false, found_by: '' }],
    may: ['say'],
    ...fields,
  };
}

export function refusedMessage(reason: string, fields: object = {}): object {
  return {
    type: 'refused',
    nonce: 0,
    reason,
    cause: '',
    remedy: '',
    closing: true,
    retry_after_s: 0,
    ...fields,
  };
}
