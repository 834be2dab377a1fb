import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { frameKinds } from '../../web/protocol/generated/frames';
import { CityServer } from './harness/server';
import { Visitor } from './harness/visitor';

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

  // The left stick pushed forward walks, for the others too.
  const seenAt = () => friend.page.evaluate((who) => window.__yuancheng.seen(who), handle);
  await friend.until(async () => (await seenAt()) !== null);
  const before = await seenAt();
  await wearer.page.evaluate(() => {
    (window as unknown as WithHeadset).headset.controllers.left.updateAxes('thumbstick', 0, -1);
  });
  await friend.until(async () => {
    const now = await seenAt();
    return !!now && !!before && Math.hypot(now.x - before.x, now.z - before.z) > 1;
  });
  await wearer.page.evaluate(() => {
    (window as unknown as WithHeadset).headset.controllers.left.updateAxes('thumbstick', 0, 0);
  });

  // The others see head and hands.
  await friend.until(async () => friend.window.frameKinds.has(frameKinds.hands));
  const handsOfWearer = () => friend.page.evaluate((who) => window.__yuancheng.hands(who), handle);
  await friend.until(async () => (await handsOfWearer()) === 3);

  await wearer.page.evaluate(() => (window as unknown as WithHeadset).headset.activeSession?.end());
  await wearer.until(async () => !(await wearer.fact('headset')));
  await friend.until(async () => (await handsOfWearer()) === 0);
  expect(wearer.window.errors).toEqual([]);
  await wearer.leave();
  await friend.leave();
});

interface WithHeadset {
  headset: {
    activeSession?: { end(): Promise<void> };
    controllers: { left: { updateAxes(id: string, x: number, y: number): void } };
  };
}
