import { writeFileSync } from 'node:fs';

const RATE = 48_000;
const SECONDS = 8;

/**
 * A sound with the rhythm of speech, so that no noise suppression takes it for noise, and with the
 * high tones by which a head shades one ear.
 */
function sample(i: number): number {
  const t = i / RATE;
  const syllable = Math.max(0, Math.sin(2 * Math.PI * 3.5 * t)) ** 0.5;
  const pitch = 150 + 25 * Math.sin(2 * Math.PI * 0.7 * t);
  let sum = 0;
  for (let k = 1; k <= 40; k += 1) sum += Math.sin(2 * Math.PI * pitch * k * t) / Math.sqrt(k);
  return 0.08 * syllable * sum;
}

/** What every microphone of the test browser hears: a WAV file, played again and again. */
export function writeSpokenSound(path: string): void {
  const count = RATE * SECONDS;
  const wav = Buffer.alloc(44 + 2 * count);
  wav.write('RIFF', 0);
  wav.writeUInt32LE(36 + 2 * count, 4);
  wav.write('WAVEfmt ', 8);
  wav.writeUInt32LE(16, 16);
  wav.writeUInt16LE(1, 20); // PCM
  wav.writeUInt16LE(1, 22); // one channel
  wav.writeUInt32LE(RATE, 24);
  wav.writeUInt32LE(2 * RATE, 28);
  wav.writeUInt16LE(2, 32);
  wav.writeUInt16LE(16, 34);
  wav.write('data', 36);
  wav.writeUInt32LE(2 * count, 40);
  for (let i = 0; i < count; i += 1) {
    wav.writeInt16LE(Math.round(32_767 * Math.max(-1, Math.min(1, sample(i)))), 44 + 2 * i);
  }
  writeFileSync(path, wav);
}
