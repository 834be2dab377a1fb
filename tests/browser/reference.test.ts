import { afterAll, beforeAll, expect, it } from 'vitest';
import { readApi } from '../../schema/read-api.mjs';
import { seriousFaults } from './harness/accessibility';
import { openWindow } from './harness/browser';
import { CityServer } from './harness/server';

const { operations } = readApi();
let server: CityServer;

beforeAll(async () => {
  server = await CityServer.start('small');
});

afterAll(async () => {
  await server.stop();
});

it.each(['phone', 'desktop'] as const)(
  'the page of the API shows every call on a %s, in both languages, and asks nobody else',
  async (size) => {
    const { page, close } = await openWindow({ size });
    const elsewhere: string[] = [];
    page.on('request', (request) => {
      if (!request.url().startsWith(server.url)) elsewhere.push(request.url());
    });
    await page.goto(`${server.url}/api`, { waitUntil: 'domcontentloaded' });
    for (const language of ['zh', 'en'] as const) {
      await page.getByTestId(`language-${language}`).click();
      for (const [name, { path, doc, zh }] of Object.entries(operations)) {
        const card = page.locator(`#${name}`);
        await card.waitFor();
        const text = (await card.textContent()) ?? '';
        expect(text).toContain(path);
        expect(text).toContain(language === 'zh' ? zh : doc);
      }
      expect(await seriousFaults(page), language).toEqual([]);
    }
    const wide = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(wide, 'nothing is wider than the window').toBe(0);
    expect(elsewhere).toEqual([]);
    await close();
  },
);
