import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { en } from '../../web/visit/i18n/en';
import { openWindow } from './harness/browser';
import { CityServer } from './harness/server';
import { distance, Visitor } from './harness/visitor';

let server: CityServer;

beforeAll(async () => {
  server = await CityServer.start('small');
});

afterAll(async () => {
  await server.stop();
});

function focusedName(page: Page): Promise<string> {
  return page.evaluate(() => {
    const element = document.activeElement;
    const label = element?.getAttribute('aria-label') ?? element?.textContent ?? '';
    return label.trim();
  });
}

/** Presses Tab until what has the focus bears this name. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let presses = 0; presses < 60; ++presses) {
    if ((await focusedName(page)).includes(name)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab never reaches "${name}"; the focus is on "${await focusedName(page)}"`);
}

it('a whole visit needs nothing but the keyboard', async () => {
  const listener = await Visitor.enter(server.url, 'Anna');
  const mine = await openWindow();
  const { page } = mine;
  await page.addInitScript(() => localStorage.setItem('yuancheng.quality', 'low'));
  await page.goto(server.url, { waitUntil: 'domcontentloaded' });
  await page.getByLabel(en.entry.nameLabel).waitFor();
  const me = Visitor.at('Mei', mine);

  // Enter: the name field is the first thing that a keyboard meets, or Tab reaches it.
  const nameHasFocus = () =>
    page.evaluate(
      () =>
        document.activeElement?.getAttribute('type') !== null &&
        document.activeElement?.tagName === 'INPUT',
    );
  for (let presses = 0; presses < 30 && !(await nameHasFocus()); ++presses) {
    await page.keyboard.press('Tab');
  }
  await page.keyboard.press('Control+A');
  await page.keyboard.type('Mei');
  await page.keyboard.press('Enter');
  await me.until(() => me.fact('ready'));

  // Walk.
  const start = await me.position();
  await page.keyboard.down('w');
  await me.until(async () => distance(start, await me.position()) > 1);
  await page.keyboard.up('w');

  // Talk: T opens the chat, Tab reaches its field, Escape gives the keyboard back to the feet.
  await page.keyboard.press('t');
  await me.see('chat-input').waitFor();
  await tabTo(page, en.chat.write);
  await page.keyboard.type('Hello from a keyboard');
  await page.keyboard.press('Enter');
  await listener.hears('Hello from a keyboard');
  await page.keyboard.press('Escape');

  // Go to a landmark from the list of places.
  await page.keyboard.press('m');
  const before = await me.position();
  await tabTo(page, en.goTo('Yellow Crane Tower'));
  await page.keyboard.press('Enter');
  await me.until(async () => distance(before, await me.position()) > 20);
  expect(await me.fact('place')).not.toBe('');
  await me.leave();
  await listener.leave();
});
