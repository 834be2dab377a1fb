import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Size } from './harness/browser';
import { CityServer } from './harness/server';
import { Visitor } from './harness/visitor';

/** How many colours the page shows; a picture of the city has thousands. */
async function colours(page: Page): Promise<number> {
  const png = (await page.screenshot()).toString('base64');
  return page.evaluate(async (text) => {
    const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
    const picture = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
    const canvas = new OffscreenCanvas(picture.width, picture.height);
    const context = canvas.getContext('2d');
    context?.drawImage(picture, 0, 0);
    const image = context?.getImageData(0, 0, picture.width, picture.height);
    return new Set(new Uint32Array(image?.data.buffer ?? new ArrayBuffer(0))).size;
  }, png);
}

describe.each(['desktop', 'phone'] as Size[])('two visitors, one at %s size', (size) => {
  let server: CityServer;
  let ming: Visitor;
  let anna: Visitor;

  // The one who is drawn comes last: a drawn page leaves little of the processor to others.
  beforeAll(async () => {
    server = await CityServer.start(size === 'desktop' ? 'wuhan' : 'small');
    anna = await Visitor.enter(server.url, 'Anna');
    ming = await Visitor.enter(server.url, 'Ming', { size, drawn: size === 'desktop' });
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
    const start = await anna.position();
    await anna.walk(3);
    await anna.standStill();
    // Where Anna is may change once more after her last step, by a correction that was on its way.
    const apart = async () => {
      const [seen, stands] = [await seenAt(), await anna.position()];
      if (!seen) return null;
      const way = (a: { x: number; z: number }) => Math.hypot(seen.x - a.x, seen.z - a.z);
      return { seen, stands, start, fromStart: way(start), fromAnna: way(stands) };
    };
    await ming.until(
      async () => {
        const ways = await apart();
        return ways !== null && ways.fromAnna < 0.5 && ways.fromStart > 2;
      },
      undefined,
      async () =>
        JSON.stringify({
          ways: await apart(),
          handles: [handle, await anna.fact('handle')],
          connections: [await anna.fact('connection'), await ming.fact('connection')],
          framesPerS: [await anna.fact('fps'), await ming.fact('fps')],
          server: [await server.metrics('_corrections_'), await server.metrics('_crowd_step')],
        }),
    );
  });

  it('talk with each other', async () => {
    await ming.say('Is this the river?');
    await anna.hears('Is this the river?');
    await anna.say('Both of them.');
    await ming.hears('Both of them.');
  });

  if (size === 'desktop') {
    it('have the city before their eyes', async () => {
      await ming.until(async () => (await colours(ming.page)) > 2000);
    });
  }

  it('met no error on the way', () => {
    expect([...ming.window.errors, ...anna.window.errors]).toEqual([]);
  });
});

// The list tells who somebody far away is; the city does not say it again when they come into view.
it('whom one finds in the list and goes to wears a name tag', async () => {
  const server = await CityServer.start('small');
  const far = await Visitor.enter(`${server.url}/@yellow_crane_tower`, 'Farida');
  const visitor = await Visitor.enter(server.url, 'Ming');
  await visitor.openPanel('people');
  await visitor.see('go-to-person').click();
  const handle = await far.fact('handle');
  await visitor.until(() =>
    visitor.page.evaluate((who) => window.__yuancheng.seen(who) !== null, handle),
  );
  await visitor.see('labels').getByText('Farida').waitFor();
  await visitor.leave();
  await far.leave();
  await server.stop();
});
