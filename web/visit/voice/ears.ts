// The visitor's ears: each voice from where its speaker stands, the murmur from all around.
import { Playout } from './playout';

/** As the engine has it: x east, y up, z south, metres; yaw 0 looks north and grows to the left. */
export interface Head {
  x: number;
  y: number;
  z: number;
  yaw: number;
  pitch: number;
}

export interface Source {
  x: number;
  y: number;
  z: number;
  /** Heard from afar as from near: from a stage. */
  carries?: boolean;
}

/** HRTF costs 0.5 % of a core each; beyond so many, direction by loudness alone. */
const kHrtfVoices = 4;
const kMurmurGain = 0.35;
/** How fast a voice fades with distance, and one from a stage. */
const kRolloff = 0.8;
const kStageRolloff = 0.05;
/** A voice unheard for this long gives its nodes and decoder back. */
const kForgetMs = 5_000;
const kHeadM = 1.6;

interface Level {
  left: number;
  right: number;
}

class VoiceOut {
  readonly panner: PannerNode | null;
  heardMs = 0;
  distance = 0;
  private readonly gain: GainNode;
  private readonly decoder: AudioDecoder;
  private readonly playout = new Playout();
  private timeUs = 0;
  private sequence = -1;
  /** Of packets that are being decoded, oldest first: does it follow the one before? */
  private readonly follows: boolean[] = [];

  constructor(
    private readonly context: AudioContext,
    into: AudioNode,
    panned: boolean,
  ) {
    this.gain = context.createGain();
    this.panner = panned ? this.makePanner() : null;
    if (this.panner) this.gain.connect(this.panner).connect(into);
    else this.gain.connect(into);
    this.gain.gain.value = panned ? 1 : kMurmurGain;
    this.decoder = new AudioDecoder({
      output: (data) => this.play(data),
      error: () => undefined, // closed now; `dead` tells, and the next packet finds a new one
    });
    this.decoder.configure({ codec: 'opus', sampleRate: 48_000, numberOfChannels: 1 });
  }

  get dead(): boolean {
    return this.decoder.state === 'closed';
  }

  private makePanner(): PannerNode {
    return new PannerNode(this.context, {
      panningModel: 'equalpower',
      distanceModel: 'inverse',
      refDistance: 2,
      rolloffFactor: kRolloff,
    });
  }

  take(packet: Uint8Array, sequence: number): void {
    this.follows.push(sequence === ((this.sequence + 1) & 0xffff));
    this.sequence = sequence;
    // Every packet of Opus can be decoded by itself; the times only need to grow.
    const chunk = { type: 'key' as const, timestamp: this.timeUs, data: packet };
    this.timeUs += 40_000;
    this.decoder.decode(new EncodedAudioChunk(chunk));
  }

  private play(data: AudioData): void {
    const lengthS = data.numberOfFrames / data.sampleRate;
    const follows = this.follows.shift() ?? false;
    const startS = this.playout.next(this.context.currentTime, lengthS, follows);
    if (startS !== null) {
      const buffer = this.context.createBuffer(1, data.numberOfFrames, data.sampleRate);
      data.copyTo(buffer.getChannelData(0), { planeIndex: 0, format: 'f32-planar' });
      const source = new AudioBufferSourceNode(this.context, { buffer });
      source.connect(this.gain);
      source.start(startS);
    }
    data.close();
  }

  close(): void {
    if (!this.dead) this.decoder.close();
    this.gain.disconnect();
    this.panner?.disconnect();
  }
}

export class Ears {
  readonly context = new AudioContext({ sampleRate: 48_000, latencyHint: 'interactive' });
  private readonly master = this.context.createGain();
  private readonly voices = new Map<number, VoiceOut>();
  private readonly left: AnalyserNode;
  private readonly right: AnalyserNode;
  private readonly window = new Float32Array(2048);

  constructor() {
    const limiter = new DynamicsCompressorNode(this.context, { threshold: -6, ratio: 12 });
    const both = new ChannelSplitterNode(this.context, { numberOfOutputs: 2 });
    const wide = { channelCount: 2, channelCountMode: 'explicit' } as const;
    const out = new GainNode(this.context, wide);
    this.master.connect(limiter).connect(out).connect(this.context.destination);
    this.left = new AnalyserNode(this.context, { fftSize: 2048 });
    this.right = new AnalyserNode(this.context, { fftSize: 2048 });
    out.connect(both);
    both.connect(this.left, 0);
    both.connect(this.right, 1);
  }

  set volume(volume: number) {
    this.master.gain.setTargetAtTime(volume, this.context.currentTime, 0.02);
  }

  /** A packet of this person; 0 = the murmur. */
  take(handle: number, packet: Uint8Array, sequence: number, nowMs: number): void {
    void this.context.resume();
    let voice = this.voices.get(handle);
    if (!voice || voice.dead) {
      voice?.close();
      voice = new VoiceOut(this.context, this.master, handle !== 0);
      this.voices.set(handle, voice);
    }
    voice.heardMs = nowMs;
    voice.take(packet, sequence);
  }

  /** Handles of those heard within the last moment. */
  heard(nowMs: number, withinMs: number): number[] {
    return [...this.voices]
      .filter(([handle, voice]) => handle !== 0 && nowMs - voice.heardMs < withinMs)
      .map(([handle]) => handle);
  }

  silence(handle: number): void {
    this.voices.get(handle)?.close();
    this.voices.delete(handle);
  }

  /** Follows the visitor's head and the speakers; `at` is null for somebody who is not drawn. */
  follow(head: Head, at: (handle: number) => Source | null, nowMs: number): void {
    this.turnListener(head);
    for (const [handle, voice] of this.voices) {
      if (nowMs - voice.heardMs > kForgetMs) this.silence(handle);
      else if (voice.panner) this.place(voice.panner, voice, head, at(handle));
    }
    const nearest = [...this.voices.values()]
      .filter(({ panner }) => panner)
      .sort((a, b) => a.distance - b.distance);
    nearest.forEach(({ panner }, i) => {
      const model = i < kHrtfVoices ? 'HRTF' : 'equalpower';
      if (panner && panner.panningModel !== model) panner.panningModel = model;
    });
  }

  private turnListener({ x, y, z, yaw, pitch }: Head): void {
    const { listener } = this.context;
    const level = Math.cos(pitch);
    const forward = [-Math.sin(yaw) * level, Math.sin(pitch), -Math.cos(yaw) * level] as const;
    if (!listener.positionX) {
      listener.setPosition(x, y + kHeadM, z);
      listener.setOrientation(...forward, 0, 1, 0);
      return;
    }
    listener.positionX.value = x;
    listener.positionY.value = y + kHeadM;
    listener.positionZ.value = z;
    [listener.forwardX.value, listener.forwardY.value, listener.forwardZ.value] = forward;
  }

  /** Somebody who is heard but not drawn is heard from straight ahead, at a distance. */
  private place(panner: PannerNode, voice: VoiceOut, head: Head, at: Source | null): void {
    const ahead = {
      x: head.x - 8 * Math.sin(head.yaw),
      y: head.y,
      z: head.z - 8 * Math.cos(head.yaw),
    };
    const from = at ?? ahead;
    voice.distance = Math.hypot(from.x - head.x, from.z - head.z);
    panner.rolloffFactor = at?.carries ? kStageRolloff : kRolloff;
    panner.positionX.value = from.x;
    panner.positionY.value = from.y + kHeadM;
    panner.positionZ.value = from.z;
  }

  /** Loudness (root mean square) of what leaves for each ear now. */
  level(): Level {
    const of = (analyser: AnalyserNode) => {
      analyser.getFloatTimeDomainData(this.window);
      let power = 0;
      for (const sample of this.window) power += sample * sample;
      return Math.sqrt(power / this.window.length);
    };
    return { left: of(this.left), right: of(this.right) };
  }
}
