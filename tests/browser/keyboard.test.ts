import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { en } from '../../web/visit/i18n/en';
import { openWindow } from './harness/browser';
import { CityServer } from './harness/server';
import { distance, Visitor } from './harness/visitor';

// One visit from the entry page to the report of a stranger; nothing is clicked or touched.
const MOST_TABS = 40;

let server: CityServer;
let anna: Visitor;
let me: Visitor;
let page: Page;

beforeAll(async () => {
  server = await CityServer.start('small');
  anna = await Visitor.enter(server.url, 'Anna');
  const mine = await openWindow();
  page = mine.page;
  me = Visitor.at('Mei', mine);
  await page.goto(server.url, { waitUntil: 'commit' });
  await page.getByLabel(en.entry.nameLabel).waitFor();
});

afterAll(async () => {
  await me.leave();
  await anna.leave();
  await server.stop();
});

const press = (keys: string) => page.keyboard.press(keys);

/** What has the focus: its test id, and the name that a screen reader says. */
function focused(): Promise<{ id: string; name: string }> {
  return page.evaluate(() => {
    const element = document.activeElement;
    const told = element?.getAttribute('aria-label') ?? element?.textContent ?? '';
    return { id: element?.getAttribute('data-testid') ?? '', name: told.trim() };
  });
}

function focusIsIn(testId: string): Promise<boolean> {
  return page.evaluate(
    (id) => document.activeElement?.closest(`[data-testid="${id}"]`) !== null,
    testId,
  );
}

/** Presses Tab until the focus is on what has this test id or name; tells how often. */
async function tabTo(wanted: string, keys = 'Tab'): Promise<number> {
  const passed: string[] = [];
  while (passed.length <= MOST_TABS) {
    const { id, name } = await focused();
    if (id === wanted || name === wanted) return passed.length;
    passed.push(id || name.slice(0, 20));
    await press(keys);
  }
  throw new Error(`${keys} never reaches "${wanted}"; it passed ${passed.join(', ')}`);
}

/** Opens a panel by its key and proves that the keyboard is in it. */
async function open(key: string, panel: string): Promise<void> {
  await press(key);
  await me.see(panel).waitFor();
  await me.until(() => focusIsIn(panel));
}

async function closeByEscape(panel: string): Promise<void> {
  await press('Escape');
  await me.see(panel).waitFor({ state: 'detached' });
}

async function openCardOfAnna(): Promise<void> {
  await open('p', 'people-panel');
  await me.see(`person-${await anna.fact('handle')}`).waitFor();
  await tabTo('open-card');
  await press('Enter');
  await me.until(() => focusIsIn('card-panel'));
}

describe('a visit by the keyboard alone', () => {
  it('enters', async () => {
    await tabTo('name');
    await press('Control+A');
    await page.keyboard.type('Mei');
    await press('Enter');
    await me.until(() => me.fact('ready'));
    await me.until(() => focusIsIn('world'));
  });

  it('walks to a lantern and lights it', async () => {
    const start = await me.position();
    await page.keyboard.down('w');
    await me.until(() => me.see('light-lantern').isVisible());
    await me.until(async () => distance(start, await me.position()) > 1);
    await page.keyboard.up('w');
    await press('e');
    await me.until(async () => (await me.fact('lanternsLit')) === 1);
  });

  it.each(['t', 'Enter'])('opens the chat with %s and is in its field at once', async (key) => {
    await open(key, 'chat-panel');
    await me.until(async () => (await focused()).id === 'chat-input');
    await page.keyboard.type(`Hello after ${key}`);
    await press('Enter');
    await anna.page.getByTestId('announcer').getByText(`Mei: Hello after ${key}`).waitFor();
    await closeByEscape('chat-panel');
    expect(await focusIsIn('world')).toBe(true);
  });

  it('speaks to everyone', async () => {
    await open('t', 'chat-panel');
    await tabTo('tab-near', 'Shift+Tab');
    await press('ArrowRight');
    expect((await focused()).id).toBe('tab-space');
    await tabTo('chat-input');
    await page.keyboard.type('Hello everyone');
    await press('Enter');
    await anna.page.getByTestId('announcer').getByText('Mei: Hello everyone').waitFor();
    await closeByEscape('chat-panel');
  });

  it('finds somebody nearby and writes to them alone', async () => {
    await openCardOfAnna();
    await tabTo('card-message');
    await press('Enter');
    await me.until(async () => (await focused()).id === 'chat-input');
    await page.keyboard.type('Only for you');
    await press('Enter');
    await anna.page.getByTestId('announcer').getByText('Mei: Only for you').waitFor();
    await closeByEscape('chat-panel');
  });

  it('waves', async () => {
    await open('g', 'emotes-panel');
    await tabTo('emote-wave');
    await press('Enter');
    await me.until(async () => me.window.sent.some((text) => text.includes('"wave"')));
    await press('2');
    await me.until(async () => me.window.sent.some((text) => text.includes('"clap"')));
    await closeByEscape('emotes-panel');
  });

  it('reads the map and goes to a place of the list', async () => {
    await open('m', 'places-panel');
    const map = me.see('city-map');
    const before = await map.getAttribute('viewBox');
    await tabTo('map-zoom-in');
    await press('Enter');
    await me.until(async () => (await map.getAttribute('viewBox')) !== before);
    const start = await me.position();
    await tabTo(en.goTo('Longwangmiao'));
    await press('Enter');
    await me.until(async () => distance(start, await me.position()) > 20);
    await me.until(async () => (await me.fact('place')) === 'longwangmiao');
    await me.see('places-panel').waitFor({ state: 'detached' });
  });

  it('changes a setting; Escape gives the keyboard back to the button', async () => {
    await tabTo('dock-settings');
    await press('Enter');
    await me.until(() => focusIsIn('settings-panel'));
    await tabTo('language-en');
    await tabTo('quality-auto');
    await press('ArrowRight');
    expect(await me.see('quality-plain').isChecked()).toBe(true);
    await press('ArrowLeft');
    await tabTo('setting-names');
    await press('Space');
    expect(await me.see('setting-names').isChecked()).toBe(false);
    await closeByEscape('settings-panel');
    expect((await focused()).id).toBe('dock-settings');
  });

  it('takes the tour, leaves it by Escape and by its button, and takes it to its end', async () => {
    const stand = await me.position();
    const start = async () => {
      await tabTo('dock-more');
      await press('Enter');
      await me.until(() => focusIsIn('more-panel'));
      await tabTo('more-tour');
      await press('Enter');
      await me.see('tour').waitFor();
      await me.until(async () => ((await me.see('tour').textContent()) ?? '').length > 20);
    };
    await start();
    await press('Escape');
    await me.see('tour').waitFor({ state: 'detached' });
    await start();
    await tabTo('tour-skip');
    await press('Enter');
    await me.see('tour').waitFor({ state: 'detached' });
    await start();
    await me.see('tour').waitFor({ state: 'detached' });
    await me.page.getByText(en.tour.end).waitFor();
    await me.until(() => focusIsIn('world'));
    expect(distance(stand, await me.position())).toBeLessThan(0.5);
  });

  it('reports and blocks somebody, and lifts the block', async () => {
    await openCardOfAnna();
    await tabTo('card-report');
    await press('Enter');
    await me.until(() => focusIsIn('report-dialog'));
    await tabTo('report-reason-harassment');
    await press('ArrowDown');
    expect(await me.see('report-reason-spam').isChecked()).toBe(true);
    await tabTo('report-text');
    await page.keyboard.type('Sold me a bridge');
    await tabTo('report-send');
    await press('Enter');
    await page.getByText(en.report.done).waitFor();
    await me.see('report-dialog').waitFor({ state: 'detached' });
    await me.until(() => focusIsIn('card-panel'));
    await me.see('card-block').getByText(en.card.unblock).waitFor();
    await tabTo('card-block');
    await press('Enter');
    await me.see('card-block').getByText(en.card.block, { exact: true }).waitFor();
    await closeByEscape('card-panel');
  });

  it('reads the help', async () => {
    await open('h', 'help-panel');
    await closeByEscape('help-panel');
    expect(me.window.errors).toEqual([]);
  });
});
