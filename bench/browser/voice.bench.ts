import { afterAll, beforeAll, it } from 'vitest';
import { toldMicrophone } from '../../tests/browser/harness/listen';
import { CityServer } from '../../tests/browser/harness/server';
import { Visitor } from '../../tests/browser/harness/visitor';

// Mouth to ear on this machine: from the moment in which a sound begins at the speaker's microphone
// to the moment in which it stands at the listener's loudspeaker, by the clock that both share.
const SOUNDS = 30;
const APART_MS = 900;

let server: CityServer;

beforeAll(async () => {
  server = await CityServer.start('small');
});

afterAll(async () => {
  await server.stop();
});

/** Hears a tone of 200 ms when told. */
const MOUTH = toldMicrophone(`() => {
  gain.gain.setValueAtTime(0.5, context.currentTime);
  gain.gain.setValueAtTime(0, context.currentTime + 0.2);
  return Date.now();
}`);

interface Mouth {
  sound(): number;
}

/** When the listener's ears next hear something, by the same clock; 0 = not within a second. */
const hear = (visitor: Visitor): Promise<number> =>
  visitor.page.evaluate(async () => {
    const giveUp = Date.now() + 1000;
    while (Date.now() < giveUp) {
      const { left, right } = window.__yuancheng.ears();
      if (left + right > 0.004) return Date.now();
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    return 0;
  });

it('mouth to ear', async () => {
  const speaker = await Visitor.enter(server.url, 'Mouth', { script: MOUTH });
  const listener = await Visitor.enter(server.url, 'Ear');
  await speaker.see('dock-mic').click();
  await speaker.until(async () => (await speaker.fact('mic')) === 'ready');
  const delays: number[] = [];
  for (let i = 0; i < SOUNDS; i += 1) {
    const heard = hear(listener);
    const said = await speaker.page.evaluate(() => (globalThis as unknown as Mouth).sound());
    const at = await heard;
    if (at > 0) delays.push(at - said);
    await speaker.page.waitForTimeout(APART_MS);
  }
  delays.sort((a, b) => a - b);
  const share = (part: number) => delays[Math.floor(part * (delays.length - 1))] ?? NaN;
  process.stdout.write(
    `mouth to ear, ms: ${delays.length} of ${SOUNDS} sounds, median ${share(0.5)}, ` +
      `p95 ${share(0.95)}, max ${share(1)}\n`,
  );
  await listener.leave();
  await speaker.leave();
});
