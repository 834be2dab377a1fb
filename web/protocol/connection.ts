// One person's line to the server: says hello, stays alive, comes back by itself.
//
//   idle --start--> connecting --socket open, hello--> greeting --welcome--> present
//                        ^                                |  refused, closed     |
//                        +---- waiting (backoff) <--------+---------------------+
//   ended: the server said no in a way that only a person can change; start() tries again.
import { Emitter } from './emitter';
import { retryDelayMs } from './backoff';
import {
  decodeCorrectionFrame,
  decodeCrowdCellsFrame,
  decodeCrowdFrame,
  decodeHandsFrame,
  decodeLooksFrame,
  decodeVoicesFrame,
} from './generated/frames';
import type {
  CorrectionFrame,
  CrowdCellsFrame,
  CrowdFrame,
  HandsFrame,
  LooksFrame,
  VoicesFrame,
} from './generated/frames';
import { encodeToServer, parseToClient, protocolVersion } from './generated/messages';
import type { Hello, Reason, Refused, ToClient, ToServer, Welcome } from './generated/messages';
import { SpaceClock } from './space-clock';
import type { Socket, SocketHandlers, Surroundings } from './socket';

export type Phase =
  | { name: 'idle' }
  | { name: 'connecting'; attempt: number }
  | { name: 'greeting'; attempt: number }
  | { name: 'present' }
  | { name: 'waiting'; attempt: number; untilMs: number; reason: Reason | null }
  | { name: 'ended'; reason: Reason; retryAfterS: number };

/** Who is coming in; the connection adds the protocol version. */
export type Introduction = Omit<Hello, 'type' | 'protocol'>;

type ByName = { [T in ToClient['type']]: Extract<ToClient, { type: T }> };

export interface ConnectionEvents extends ByName {
  phase: Phase;
  crowd: CrowdFrame;
  cells: CrowdCellsFrame;
  looks: LooksFrame;
  correctionFrame: CorrectionFrame;
  handsFrame: HandsFrame;
  voices: VoicesFrame;
  /** The kept token is worth nothing here; the next hello is that of a new guest. */
  tokenLost: null;
  /** Bytes from the server that break the protocol: dropped and told. */
  fault: string;
}

/** The person must do something (or accept it) before another attempt makes sense. */
const finalReasons: ReadonlySet<Reason> = new Set<Reason>([
  'bad_message',
  'unknown_message',
  'wrong_version',
  'message_too_large',
  'origin_refused',
  'name_invalid',
  'banned',
  'kicked',
  'denied',
  'impossible_pose',
  'replaced',
  'no_such_space',
  'signed_out',
  'suspended',
]);

const kFirstPings = 6;
const kFirstPingMs = 400;
const kPingMs = 5_000;
const kSilenceMs = 20_000;
/** Poses are skipped while this much waits for the network: only the newest counts. */
const kFullBytes = 4_096;

export class Connection extends Emitter<ConnectionEvents> {
  readonly clock = new SpaceClock();
  phase: Phase = { name: 'idle' };
  private socket: Socket | null = null;
  private attempt = 0;
  private pings = 0;
  private heardMs = 0;
  private closing: Refused | null = null;
  private timers: (() => void)[] = [];
  private stopPings = () => {};

  /** `introduce` is asked before each hello, so coming back uses a changed name or token. */
  constructor(
    private readonly around: Surroundings,
    private readonly introduce: () => Introduction,
  ) {
    super();
  }

  /** Opens the line, or tries again now while waiting. */
  start(): void {
    if (this.socket) return;
    this.cancelTimers();
    this.closing = null;
    this.setPhase({ name: 'connecting', attempt: this.attempt });
    const handlers = this.handlers(() => this.socket === socket);
    const socket: Socket = this.around.openSocket(handlers);
    this.socket = socket;
    this.heardMs = this.around.nowMs();
    this.watchSilence();
  }

  /** Says goodbye and stays away. */
  leave(): void {
    this.send({ type: 'leave' });
    this.dropSocket();
    this.attempt = 0;
    this.setPhase({ name: 'idle' });
  }

  /** True if it was handed to the network; false while not present. */
  send(message: ToServer): boolean {
    if (!this.socket || this.phase.name !== 'present') return false;
    this.socket.send(encodeToServer(message));
    return true;
  }

  /** Ephemeral bytes: dropped while the line is full or away. */
  sendFrame(bytes: ArrayBuffer): boolean {
    if (!this.socket || this.phase.name !== 'present') return false;
    if (this.socket.waitingBytes > kFullBytes) return false;
    this.socket.send(bytes);
    return true;
  }

  private handlers(current: () => boolean): SocketHandlers {
    const when =
      <A extends unknown[]>(act: (...args: A) => void) =>
      (...args: A) => {
        if (current()) act(...args);
      };
    return {
      opened: when(() => this.greet()),
      text: when((data: string) => this.readText(data)),
      frame: when((data: DataView) => this.readFrame(data)),
      closed: when(() => this.lost()),
    };
  }

  private greet(): void {
    this.setPhase({ name: 'greeting', attempt: this.attempt });
    const hello = { type: 'hello', protocol: protocolVersion, ...this.introduce() } as const;
    this.socket?.send(encodeToServer(hello));
  }

  private readText(data: string): void {
    this.heardMs = this.around.nowMs();
    let message: ToClient;
    try {
      message = parseToClient(data);
    } catch (fault) {
      this.emit('fault', fault instanceof Error ? fault.message : String(fault));
      return;
    }
    if (message.type === 'welcome') this.enter(message);
    if (message.type === 'refused') this.noteRefusal(message);
    if (message.type === 'pong') {
      const tick = message.tick + message.tickFraction;
      this.clock.add(message.sentMs, this.heardMs, tick);
    }
    (this.emit as (name: string, value: ToClient) => void).call(this, message.type, message);
  }

  private readFrame(data: DataView): void {
    this.heardMs = this.around.nowMs();
    const crowd = decodeCrowdFrame(data);
    if (crowd) return this.emit('crowd', crowd);
    const cells = decodeCrowdCellsFrame(data);
    if (cells) return this.emit('cells', cells);
    const looks = decodeLooksFrame(data);
    if (looks) return this.emit('looks', looks);
    const correction = decodeCorrectionFrame(data);
    if (correction) return this.emit('correctionFrame', correction);
    const hands = decodeHandsFrame(data);
    if (hands) return this.emit('handsFrame', hands);
    const voices = decodeVoicesFrame(data);
    if (voices) return this.emit('voices', voices);
    this.emit('fault', 'binary frame of unknown kind or wrong length');
  }

  /** The answer to hello, or to travel: what was sent before that was meant for the space left. */
  private enter(welcome: Welcome): void {
    this.attempt = 0;
    this.clock.reset(welcome.tickHz);
    if (this.phase.name === 'present') this.send({ type: 'arrived' });
    else this.setPhase({ name: 'present' });
    this.stopPings();
    this.pings = 0;
    this.ping();
  }

  private noteRefusal(refused: Refused): void {
    if (refused.reason === 'token_unknown') this.emit('tokenLost', null);
    if (refused.closing) this.closing = refused;
  }

  private lost(): void {
    const refused = this.closing;
    this.dropSocket();
    if (refused && finalReasons.has(refused.reason)) {
      this.attempt = 0;
      this.setPhase({
        name: 'ended',
        reason: refused.reason,
        retryAfterS: refused.retryAfterS,
      });
      return;
    }
    this.attempt += 1;
    const atLeastMs = (refused?.retryAfterS ?? 0) * 1000;
    const delayMs = retryDelayMs(this.attempt, this.around.random(), atLeastMs);
    this.setPhase({
      name: 'waiting',
      attempt: this.attempt,
      untilMs: this.around.nowMs() + delayMs,
      reason: refused?.reason ?? null,
    });
    this.later(delayMs, () => this.start());
  }

  /** A burst at first, to find the clock offset quickly; then a slow beat. */
  private ping(): void {
    this.send({ type: 'ping', sentMs: this.around.nowMs() });
    this.pings += 1;
    const gapMs = this.pings < kFirstPings ? kFirstPingMs : kPingMs;
    this.stopPings = this.later(gapMs, () => this.ping());
  }

  /** A page that was busy or asleep has not listened: its silence says nothing of the server. */
  private watchSilence(): void {
    const dueMs = this.around.nowMs() + kPingMs;
    this.later(kPingMs, () => {
      const nowMs = this.around.nowMs();
      if (nowMs - dueMs > kPingMs) this.heardMs = nowMs;
      if (nowMs - this.heardMs > kSilenceMs) this.lost();
      else this.watchSilence();
    });
  }

  private dropSocket(): void {
    const socket = this.socket;
    this.socket = null;
    this.cancelTimers();
    socket?.close();
  }

  private later(ms: number, act: () => void): () => void {
    const cancel = this.around.after(ms, () => {
      this.timers = this.timers.filter((other) => other !== cancel);
      act();
    });
    this.timers.push(cancel);
    return cancel;
  }

  private cancelTimers(): void {
    for (const cancel of this.timers) cancel();
    this.timers = [];
  }

  private setPhase(phase: Phase): void {
    this.phase = phase;
    this.emit('phase', phase);
  }
}
