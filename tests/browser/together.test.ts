import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Size } from './harness/browser';
import { CityServer } from './harness/server';
import { Visitor } from './harness/visitor';

describe.each(['desktop', 'phone'] as Size[])('two visitors, one at %s size', (size) => {
  let server: CityServer;
  let ming: Visitor;
  let anna: Visitor;

  beforeAll(async () => {
    server = await CityServer.start();
    ming = await Visitor.enter(server.url, 'Ming', { size });
    anna = await Visitor.enter(server.url, 'Anna');
  });

  afterAll(async () => {
    await ming.leave();
    await anna.leave();
    await server.stop();
  });

  it('know of each other', async () => {
    const [mingsHandle, annasHandle] = [await ming.fact('handle'), await anna.fact('handle')];
    await ming.until(async () => (await ming.fact('others')).includes(annasHandle));
    await anna.until(async () => (await anna.fact('others')).includes(mingsHandle));
    expect(mingsHandle).not.toBe(annasHandle);
  });

  it('see each other walk', async () => {
    const handle = await anna.fact('handle');
    const seenAt = () => ming.page.evaluate((who) => window.__yuancheng.seen(who), handle);
    await ming.until(async () => (await seenAt()) !== null);
    const before = await seenAt();
    await anna.walk(3);
    const after = await anna.position();
    await ming.until(async () => {
      const seen = await seenAt();
      return seen !== null && Math.hypot(seen.x - after.x, seen.z - after.z) < 0.5;
    });
    expect(before).not.toBeNull();
  });

  it('talk with each other', async () => {
    await ming.say('Is this the river?');
    await anna.hears('Is this the river?');
    await anna.say('Both of them.');
    await ming.hears('Both of them.');
  });

  it('met no error on the way', () => {
    expect([...ming.window.errors, ...anna.window.errors]).toEqual([]);
  });
});
