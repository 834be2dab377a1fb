import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seriousFaults } from './harness/accessibility';
import { openWindow, type Size } from './harness/browser';
import { CityServer } from './harness/server';
import { Visitor } from './harness/visitor';

let server: CityServer;

beforeAll(async () => {
  server = await CityServer.start('small');
});

afterAll(async () => {
  await server.stop();
});

describe.each(['desktop', 'phone'] as Size[])('at %s size, axe finds no serious fault', (size) => {
  it.each(['en', 'zh'] as const)('on the way in (%s)', async (language) => {
    const { page, close } = await openWindow({ size, language });
    await page.goto(server.url, { waitUntil: 'domcontentloaded' });
    await page.getByRole('textbox').first().waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    await close();
  });

  it('inside, with each panel open', async () => {
    const visitor = await Visitor.enter(server.url, 'Lin', { size });
    expect(await seriousFaults(visitor.page)).toEqual([]);
    for (const panel of [
      'chat',
      'people',
      'places',
      'emotes',
      'quest',
      'settings',
      'share',
      'help',
    ]) {
      await visitor.openPanel(panel);
      expect(await seriousFaults(visitor.page), panel).toEqual([]);
      await visitor.page.keyboard.press('Escape');
    }
    await visitor.leave();
  });

  it('on the operator page', async () => {
    const { page, close } = await openWindow({ size });
    await page.goto(server.url + '/console', { waitUntil: 'domcontentloaded' });
    await page.getByRole('main').waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    await close();
  });
});
