// On the audio thread: gathers the microphone's samples into pieces of 40 ms.
declare const sampleRate: number;
declare class AudioWorkletProcessor {
  readonly port: MessagePort;
}
declare function registerProcessor(name: string, made: typeof AudioWorkletProcessor): void;

class Capture extends AudioWorkletProcessor {
  private piece = new Float32Array(Math.round(sampleRate * 0.04));
  private filled = 0;

  process([input]: Float32Array[][]): boolean {
    const samples = input?.[0];
    if (!samples) return true;
    let taken = 0;
    while (taken < samples.length) {
      const part = samples.subarray(taken, taken + this.piece.length - this.filled);
      this.piece.set(part, this.filled);
      this.filled += part.length;
      taken += part.length;
      if (this.filled < this.piece.length) break;
      const whole = this.piece;
      this.piece = new Float32Array(whole.length);
      this.filled = 0;
      this.port.postMessage(whole, [whole.buffer]);
    }
    return true;
  }
}

registerProcessor('capture', Capture);
