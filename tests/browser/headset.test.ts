import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { frameKinds } from '../../web/protocol/generated/frames';
import { CityServer } from './harness/server';
import { distance, Visitor } from './harness/visitor';

/** Before any script of the page: a headset with two controllers, worn but not yet in use. */
const headset =
  readFileSync('node_modules/iwer/build/iwer.min.js', 'utf8') +
  `;{
    const device = new IWER.XRDevice(IWER.metaQuest3);
    device.installRuntime({ forceInstall: true });
    device.stereoEnabled = true;
    device.position.set(0, 1.6, 0);
    window.headset = device;
  }`;

let server: CityServer;

beforeAll(async () => {
  server = await CityServer.start('small');
});

afterAll(async () => {
  await server.stop();
});

it('a visitor with a headset enters the same city and comes back to the screen', async () => {
  const friend = await Visitor.enter(server.url, 'Friend');
  const wearer = await Visitor.enter(server.url, 'Wearer', { script: headset });
  const handle = await wearer.fact('handle');
  await wearer.see('enter-vr').click();
  await wearer.until(() => wearer.fact('headset'));

  // The others see head and hands.
  const handsOfWearer = () => friend.page.evaluate((who) => window.__yuancheng.hands(who), handle);
  await friend.until(async () => (await handsOfWearer()) === 3);
  expect(friend.window.frameKinds.has(frameKinds.hands)).toBe(true);

  // The left stick pushed half forward walks, for the others too.
  const before = await wearer.position();
  await push(wearer, -0.5);
  await wearer.until(async () => distance(before, await wearer.position()) > 1);
  await push(wearer, 0);
  await wearer.standStill();
  const after = await wearer.position();
  await friend.until(async () => {
    const seen = await friend.page.evaluate((who) => window.__yuancheng.seen(who), handle);
    return seen !== null && distance(seen, after) < 0.5;
  });

  await wearer.page.evaluate(() => (window as unknown as WithHeadset).headset.activeSession?.end());
  await wearer.until(async () => !(await wearer.fact('headset')));
  await friend.until(async () => (await handsOfWearer()) === 0);
  expect(wearer.window.errors).toEqual([]);
  await wearer.leave();
  await friend.leave();
});

/** Pushes the left stick along its upright axis: -1 = all the way forward. */
function push(wearer: Visitor, y: number): Promise<void> {
  return wearer.page.evaluate((at) => {
    const { left } = (window as unknown as WithHeadset).headset.controllers;
    left.updateAxes('thumbstick', 0, at);
  }, y);
}

interface WithHeadset {
  headset: {
    activeSession?: { end(): Promise<void> };
    controllers: { left: { updateAxes(id: string, x: number, y: number): void } };
  };
}
