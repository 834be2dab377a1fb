// The visitor's voice and ears, joined to the session and the city.
import { effect } from '@preact/signals';
import { encodeVoiceFrame, type VoicesFrame } from '../../protocol';
import { notify } from '../../ui/notices';
import type { Session } from '../session';
import { byFinger } from '../state/fingers';
import { captions, mic, speaking, talkMode, volume, type Mic } from '../state/voice';
import type { World } from '../world';
import { Activity, loudnessDb, loudnessToWire } from './activity';
import { Scribe } from './captions';
import { Ears, type Source } from './ears';
import { MicError, Microphone, PacketMaker } from './microphone';
import { voiceWords } from './words';

const kSpeakingMs = 300;
const kLookMs = 100;

export class Voice {
  readonly ears = new Ears();
  private microphone: Microphone | null = null;
  private maker: PacketMaker | null = null;
  private activity = new Activity();
  private sequence = 0;
  /** Pieces that are being encoded, oldest first. */
  private readonly pieces: { sequence: number; loudness: number }[] = [];
  private held = false;
  private opening = 0;
  private readonly scribe = new Scribe((text) => {
    if (mic.value !== 'off') this.session.connection.send({ type: 'caption', text });
  });

  constructor(
    private readonly session: Session,
    private readonly world: World,
  ) {
    effect(() => {
      this.ears.volume = volume.value;
    });
    effect(() => {
      const opens = talkMode.value === 'open' && mic.value === 'ready';
      if (captions.value && (opens || mic.value === 'talking')) this.scribe.start();
      else this.scribe.stop();
    });
    world.engine.onFrame(() => this.follow());
    setInterval(() => this.look(), kLookMs);
    this.listen();
  }

  private listen(): void {
    const { connection } = this.session;
    connection.on('sanctioned', ({ act }) => {
      if ((act === 'mute' || act === 'limit') && this.microphone) this.close('muted');
      if (act === 'unmute' && mic.value === 'muted') mic.value = 'off';
    });
    // The city says no to the voice itself: nothing else is sent while the microphone is open.
    connection.on('refused', ({ reason, nonce }) => {
      if (nonce !== 0 || !this.microphone) return;
      if (reason === 'muted') this.close('muted');
      else if (reason === 'denied') this.close('off'); // the page has said so already
    });
    connection.on('people', ({ gone }) => {
      for (const handle of gone) this.ears.silence(handle);
    });
  }

  /** What the city sends to be heard. */
  hear({ records, count, tail }: VoicesFrame): void {
    const nowMs = performance.now();
    let at = 0;
    for (let i = 0; i < count; i += 1) {
      const handle = records.handle(i);
      const packet = tail.subarray(at, at + records.length(i));
      at += packet.length;
      const known = this.session.people.find(handle);
      if (packet.length > 0 && !known?.muted && !known?.blocked) {
        this.ears.take(handle, packet, records.sequence(i), nowMs);
      }
    }
  }

  private follow(): void {
    const { player, crowd } = this.world.engine;
    const { x, y, z } = player.position;
    const head = { x, y, z, yaw: player.gaze, pitch: player.pitch };
    const at = (handle: number): Source | null => {
      const there = crowd.position(handle);
      return there && { ...there, carries: this.isOnStage(there.x, there.z) };
    };
    this.ears.follow(head, at, performance.now());
  }

  private isOnStage(x: number, z: number): boolean {
    const { stages = [] } = this.world.manifest;
    return stages.some(
      ({ position, radius }) => Math.hypot(x - position[0], z - position[2]) <= radius,
    );
  }

  /** Who speaks, for name tags and lists. */
  private look(): void {
    const now = new Set(this.ears.heard(performance.now(), kSpeakingMs));
    const before = speaking.value;
    if (now.size === before.size && [...now].every((handle) => before.has(handle))) return;
    for (const handle of new Set([...now, ...before])) {
      if (this.session.people.find(handle)?.muted) this.ears.silence(handle);
      this.world.engine.labels.setSpeaking(handle, now.has(handle));
    }
    speaking.value = now;
  }

  pressMicrophone(): void {
    if (this.microphone) this.close('off');
    else if (mic.value !== 'asking') void this.open();
  }

  /** Push to talk: while true, everything is sent. */
  hold(held: boolean): void {
    this.held = held;
    if (held && !this.microphone && mic.value !== 'asking') void this.open();
  }

  private async open(): Promise<void> {
    const attempt = ++this.opening;
    mic.value = 'asking';
    try {
      const microphone = await Microphone.open((samples) => this.piece(samples));
      if (attempt !== this.opening) return microphone.close();
      this.microphone = microphone;
      microphone.onEnded(() => this.close('failed'));
      this.maker = new PacketMaker(
        microphone.rate,
        (packet) => this.send(packet),
        () => this.close('failed'),
      );
      this.activity = new Activity();
      mic.value = 'ready';
      const { hold, holdByFinger } = voiceWords.value;
      if (talkMode.value === 'push') notify(byFinger() ? holdByFinger : hold);
    } catch (error) {
      this.close(error instanceof MicError ? error.fault : 'failed');
    }
  }

  private close(why: Mic): void {
    this.opening += 1;
    this.microphone?.close();
    this.maker?.close();
    this.microphone = null;
    this.maker = null;
    this.pieces.length = 0;
    mic.value = why;
    const told = voiceWords.value.faults;
    if (why in told) {
      const { cause, remedy } = told[why as keyof typeof told];
      notify(`${cause} ${remedy}`, 'bad');
    }
  }

  private piece(samples: Float32Array<ArrayBuffer>): void {
    if (!this.microphone) return; // on its way when the microphone was closed
    this.sequence = (this.sequence + 1) & 0xffff;
    const db = loudnessDb(samples);
    const speaks = this.activity.speaks(db);
    const sends = talkMode.value === 'push' ? this.held : speaks;
    mic.value = sends ? 'talking' : 'ready';
    if (!sends) return;
    this.pieces.push({ sequence: this.sequence, loudness: loudnessToWire(db) });
    this.maker?.encode(samples);
  }

  private send(tail: Uint8Array): void {
    const piece = this.pieces.shift();
    if (piece) this.session.connection.sendFrame(encodeVoiceFrame({ ...piece, tail }));
  }
}
