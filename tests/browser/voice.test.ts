import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { en } from '../../web/visit/i18n/en';
import { listen } from './harness/listen';
import { CityServer } from './harness/server';
import { Visitor } from './harness/visitor';

let server: CityServer;

beforeAll(async () => {
  server = await CityServer.start('small');
});

afterAll(async () => {
  await server.stop();
});

const turn = (angle: number) => Math.atan2(Math.sin(angle), Math.cos(angle));

/** How far to the left of where the visitor looks somebody is drawn, in radians. */
async function bearing(visitor: Visitor, handle: number): Promise<number> {
  const [here, there] = await visitor.page.evaluate(
    (who) => [window.__yuancheng.position, window.__yuancheng.seen(who)] as const,
    handle,
  );
  if (!here || !there) throw new Error('nobody is drawn there');
  return turn(Math.atan2(here.x - there.x, here.z - there.z) - here.gaze);
}

/** Turns by the arrow keys until somebody is that far to the left. */
async function turnUntil(visitor: Visitor, handle: number, wanted: number): Promise<void> {
  await visitor.world.focus();
  await visitor.until(async () => {
    const off = turn((await bearing(visitor, handle)) - wanted);
    if (Math.abs(off) < 0.4) return true;
    const key = off > 0 ? 'ArrowLeft' : 'ArrowRight';
    await visitor.page.keyboard.down(key);
    await visitor.page.waitForTimeout(Math.min(300, Math.abs(off) * 250));
    await visitor.page.keyboard.up(key);
    return false;
  });
}

describe('two visitors, of whom one speaks', () => {
  let speaker: Visitor;
  let listener: Visitor;
  let handle = 0;

  beforeAll(async () => {
    speaker = await Visitor.enter(server.url, 'Anna');
    listener = await Visitor.enter(server.url, 'Ming');
    handle = await speaker.fact('handle');
    await speaker.walk(3);
    await speaker.standStill();
    await listener.until(async () =>
      listener.page.evaluate((who) => window.__yuancheng.seen(who) !== null, handle),
    );
  });

  afterAll(async () => {
    await listener.leave();
    await speaker.leave();
  });

  it('nothing is heard before the microphone is pressed', async () => {
    expect(await speaker.fact('mic')).toBe('off');
    expect(await listen(listener)).toEqual({ left: 0, right: 0 });
  });

  it('the one who speaks is shown as speaking, to both', async () => {
    await speaker.see('dock-mic').click();
    await speaker.until(async () => (await speaker.fact('mic')) === 'talking');
    await listener.until(async () => (await listener.fact('speaking')).includes(handle));
    await listener.openPanel('people');
    await listener.see('speaking').waitFor();
    await listener.closePanel();
  });

  it('a speaker to the left is louder on the left', async () => {
    await turnUntil(listener, handle, Math.PI / 2);
    const { left, right } = await listen(listener);
    process.stdout.write(`to the left: ${left.toFixed(4)} left, ${right.toFixed(4)} right\n`);
    expect(left).toBeGreaterThan(0.001);
    expect(left).toBeGreaterThan(1.5 * right);
  });

  it('and louder on the right once the listener has turned round', async () => {
    await turnUntil(listener, handle, -Math.PI / 2);
    const { left, right } = await listen(listener);
    process.stdout.write(`to the right: ${left.toFixed(4)} left, ${right.toFixed(4)} right\n`);
    expect(right).toBeGreaterThan(0.001);
    expect(right).toBeGreaterThan(1.5 * left);
  });

  it('the speaker does not hear their own voice', async () => {
    expect(await speaker.fact('speaking')).toEqual([]);
    const { left, right } = await listen(speaker);
    expect(left + right).toBe(0);
  });

  it('a second press closes the microphone', async () => {
    await speaker.see('dock-mic').click();
    expect(await speaker.fact('mic')).toBe('off');
    await listener.until(async () => (await listener.fact('speaking')).length === 0);
    await speaker.see('dock-mic').click();
    await listener.until(async () => (await listener.fact('speaking')).includes(handle));
  });

  it('somebody blocked is silent', async () => {
    await listener.openPanel('people');
    await listener.see(`person-${handle}`).getByTestId('open-card').click();
    await listener.see('card-block').click();
    await listener.until(async () => (await listener.fact('speaking')).length === 0);
    const loudness = async () => {
      const { left, right } = await listen(listener);
      return left + right;
    };
    await listener.until(async () => (await loudness()) < 0.0001); // what was said is heard out
    expect(await loudness()).toBeLessThan(0.0001);
  });

  it('and at the server: neither is sent what the other says', async () => {
    await listener.see('close-panel').click();
    await listener.see('dock-mic').click();
    await listener.until(async () => (await listener.fact('mic')) === 'talking');
    for (const { window } of [speaker, listener]) window.frameKinds.clear();
    await listen(listener);
    expect(await speaker.fact('mic')).toBe('talking');
    for (const { window } of [speaker, listener]) expect([...window.frameKinds]).not.toContain(19);
  });

  it('nothing went wrong in either page', () => {
    expect(speaker.window.errors).toEqual([]);
    expect(listener.window.errors).toEqual([]);
  });
});

describe('captions', () => {
  // No recogniser works without its maker's servers: this one hears the same words each time.
  const recogniser = `globalThis.SpeechRecognition = globalThis.webkitSpeechRecognition = class {
    start() {
      const result = Object.assign([{ transcript: 'two rivers meet here' }], { isFinal: true });
      setTimeout(() => this.onresult?.({ resultIndex: 0, results: [result] }), 500);
    }
    abort() {}
  };`;
  const wanted = `localStorage.setItem('yuancheng.captions', 'on');`;

  it('of a voice are shown to those within hearing who want them', async () => {
    const speaker = await Visitor.enter(server.url, 'Wei', { script: recogniser + wanted });
    const reader = await Visitor.enter(server.url, 'Lena', { script: wanted });
    await speaker.see('dock-mic').click();
    await reader.see('captions').getByText('two rivers meet here').waitFor();
    await reader.see('captions').getByText('Wei').waitFor();
    await reader.leave();
    await speaker.leave();
  });
});

describe('a microphone that cannot be used', () => {
  const refuses = `navigator.mediaDevices.getUserMedia =
    () => Promise.reject(new DOMException('no', 'NotAllowedError'));`;

  it.each([
    ['denied', refuses, 'lock beside the address'],
    ['unsupported', 'delete globalThis.AudioEncoder;', 'writing works here too'],
  ])('is told with a remedy: %s', async (state, script, remedy) => {
    const visitor = await Visitor.enter(server.url, 'Nomic', { script, size: 'phone' });
    await visitor.button(en.dock.speak).click();
    await visitor.page.getByText(remedy).first().waitFor();
    expect(await visitor.fact('mic')).toBe(state);
    await visitor.leave();
  });
});
