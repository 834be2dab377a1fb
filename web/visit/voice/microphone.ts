// The visitor's microphone, in pieces of 40 ms; and what of it becomes packets.
import captureUrl from './capture.worklet.ts?worker&url';

export type MicFault = 'denied' | 'missing' | 'unsupported' | 'failed';

export class MicError extends Error {
  constructor(readonly fault: MicFault) {
    super(fault);
  }
}

function faultOf(error: unknown): MicFault {
  const name = error instanceof DOMException ? error.name : '';
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'denied';
  return name === 'NotFoundError' || name === 'OverconstrainedError' ? 'missing' : 'failed';
}

const kRate = 48_000;

const encoding = (sampleRate: number): AudioEncoderConfig => ({
  codec: 'opus',
  sampleRate,
  numberOfChannels: 1,
  bitrate: 24_000,
  opus: { application: 'voip', frameDuration: 40_000, signal: 'voice' } as OpusEncoderConfig,
});

/** Whether this browser can make and play voices at all. */
export async function canSpeak(): Promise<boolean> {
  if (!('AudioEncoder' in globalThis) || !('AudioDecoder' in globalThis)) return false;
  if (!('AudioWorkletNode' in globalThis) || !navigator.mediaDevices) return false;
  const answer = await AudioEncoder.isConfigSupported(encoding(kRate)).catch(() => null);
  return answer?.supported === true;
}

/** Some browsers only take a microphone at its own rate. */
function contextFor(stream: MediaStream): { context: AudioContext; source: AudioNode } {
  const context = new AudioContext({ sampleRate: kRate, latencyHint: 'interactive' });
  try {
    return { context, source: context.createMediaStreamSource(stream) };
  } catch {
    void context.close();
    const own = new AudioContext({ latencyHint: 'interactive' });
    return { context: own, source: own.createMediaStreamSource(stream) };
  }
}

export class Microphone {
  private constructor(
    private readonly stream: MediaStream,
    private readonly context: AudioContext,
  ) {}

  get rate(): number {
    return this.context.sampleRate;
  }

  /** Asks for the microphone; rejects with MicError. */
  static async open(onPiece: (samples: Float32Array<ArrayBuffer>) => void): Promise<Microphone> {
    if (!(await canSpeak())) throw new MicError('unsupported');
    let stream: MediaStream;
    try {
      const audio = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };
      stream = await navigator.mediaDevices.getUserMedia({ audio });
    } catch (error) {
      throw new MicError(faultOf(error));
    }
    try {
      const { context, source } = contextFor(stream);
      await context.audioWorklet.addModule(captureUrl);
      const capture = new AudioWorkletNode(context, 'capture', {
        numberOfOutputs: 0,
        channelCount: 1,
        channelCountMode: 'explicit',
      });
      capture.port.onmessage = ({ data }: MessageEvent<Float32Array<ArrayBuffer>>) => onPiece(data);
      source.connect(capture);
      await context.resume();
      return new Microphone(stream, context);
    } catch {
      for (const track of stream.getTracks()) track.stop();
      throw new MicError('failed');
    }
  }

  /** The visitor pulled the plug, or took the permission back. */
  onEnded(act: () => void): void {
    for (const track of this.stream.getTracks()) track.addEventListener('ended', act);
  }

  close(): void {
    for (const track of this.stream.getTracks()) track.stop();
    void this.context.close();
  }
}

/** Makes Opus packets; one piece in, one packet out. */
export class PacketMaker {
  private readonly encoder: AudioEncoder;
  private timeUs = 0;

  constructor(
    private readonly rate: number,
    onPacket: (packet: Uint8Array) => void,
    onFault: () => void,
  ) {
    this.encoder = new AudioEncoder({
      output: (chunk) => {
        const packet = new Uint8Array(chunk.byteLength);
        chunk.copyTo(packet);
        onPacket(packet);
      },
      error: onFault,
    });
    this.encoder.configure(encoding(rate));
  }

  encode(samples: Float32Array<ArrayBuffer>): void {
    if (this.encoder.state !== 'configured') return;
    const data = new AudioData({
      format: 'f32-planar',
      sampleRate: this.rate,
      numberOfFrames: samples.length,
      numberOfChannels: 1,
      timestamp: this.timeUs,
      data: samples,
    });
    this.timeUs += Math.round((samples.length / this.rate) * 1e6);
    this.encoder.encode(data);
    data.close();
  }

  close(): void {
    if (this.encoder.state !== 'closed') this.encoder.close();
  }
}
