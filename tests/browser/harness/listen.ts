import type { Visitor } from './visitor';

/** Mean loudness at each ear over two seconds. */
export async function listen(visitor: Visitor): Promise<{ left: number; right: number }> {
  return visitor.page.evaluate(async () => {
    const sum = { left: 0, right: 0 };
    for (let i = 0; i < 50; i += 1) {
      const { left, right } = window.__yuancheng.ears();
      sum.left += left / 50;
      sum.right += right / 50;
      await new Promise((resolve) => setTimeout(resolve, 40));
    }
    return sum;
  });
}

/** In place of the machine's microphone one whose tone the page's function `sound` turns up and down by `gain`. */
export const toldMicrophone = (sound: string): string => `
  navigator.mediaDevices.getUserMedia = async () => {
    const context = new AudioContext({ sampleRate: 48000, latencyHint: 'interactive' });
    const tone = new OscillatorNode(context, { frequency: 440 });
    const gain = new GainNode(context, { gain: 0 });
    const out = new MediaStreamAudioDestinationNode(context);
    tone.connect(gain).connect(out);
    tone.start();
    await context.resume();
    globalThis.sound = ${sound};
    return out.stream;
  };`;

/** One that is silent until the test says otherwise. */
export const TOLD_MICROPHONE = toldMicrophone('(on) => (gain.gain.value = on ? 0.5 : 0)');

/** What that microphone hears from now on. */
export function sound(visitor: Visitor, on: boolean): Promise<void> {
  return visitor.page.evaluate((loud) => {
    (globalThis as unknown as { sound(on: boolean): void }).sound(loud);
  }, on);
}
