import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { en } from '../../web/visit/i18n/en';
import { zh } from '../../web/visit/i18n/zh';
import { seriousFaults } from './harness/accessibility';
import { openWindow, type Size } from './harness/browser';
import { CityServer } from './harness/server';
import { Visitor } from './harness/visitor';

const sizes: Size[] = ['desktop', 'phone'];
const languages = ['en', 'zh'] as const;
type Language = (typeof languages)[number];

const panels = [
  'chat',
  'people',
  'places',
  'emotes',
  'quest',
  'settings',
  'share',
  'help',
  'more',
] as const;

let server: CityServer;
let friend: Visitor;

beforeAll(async () => {
  server = await CityServer.start('small');
  friend = await Visitor.enter(server.url, 'Anna');
});

afterAll(async () => {
  await friend.leave();
  await server.stop();
});

async function expectNoFault(page: Page, where: string): Promise<void> {
  expect(await seriousFaults(page), where).toEqual([]);
}

const dictionaries = { zh, en };

async function choose(visitor: Visitor, language: Language): Promise<void> {
  await visitor.openPanel('settings');
  await visitor.see(`language-${language}`).check({ force: true });
  await visitor.page.getByText(dictionaries[language].settings.quality).waitFor();
  await visitor.closePanel();
}

async function lookAtPanels(visitor: Visitor): Promise<void> {
  for (const panel of panels) {
    await visitor.openPanel(panel);
    await visitor.see(`${panel}-panel`).waitFor();
    if (panel === 'settings') await visitor.page.locator('summary').click();
    await expectNoFault(visitor.page, panel);
    await visitor.closePanel();
  }
}

/** The list of private conversations, a card, and the dialog over it. */
async function lookAtPerson(visitor: Visitor): Promise<void> {
  await visitor.openPanel('chat');
  await visitor.see('tab-direct').click();
  await expectNoFault(visitor.page, 'private chat');
  await visitor.closePanel();
  await visitor.openPanel('people');
  await visitor
    .see(`person-${await friend.fact('handle')}`)
    .getByTestId('open-card')
    .click();
  await visitor.see('card-panel').waitFor();
  await expectNoFault(visitor.page, 'card');
  await visitor.see('card-report').click();
  await visitor.see('report-dialog').waitFor();
  await expectNoFault(visitor.page, 'report');
  await visitor.see('dialog-cancel').click();
  await visitor.closePanel();
}

async function lookAtTour(visitor: Visitor): Promise<void> {
  await visitor.openPanel('more');
  await visitor.see('more-tour').click();
  await visitor.see('tour').waitFor();
  await expectNoFault(visitor.page, 'tour');
  await visitor.see('tour-skip').click();
}

describe.each(sizes)('at %s size, axe finds no serious fault', (size) => {
  it.each(languages)('on the way in (%s)', async (language) => {
    const { page, close } = await openWindow({ size, language });
    await page.goto(server.url, { waitUntil: 'commit' });
    await page.getByTestId('change-look').click();
    await page.getByTestId('look-editor').waitFor();
    await expectNoFault(page, 'entry');
    await close();
  });

  it('inside, with each panel and dialog open, in both languages', async () => {
    const visitor = await Visitor.enter(server.url, 'Lin', { size });
    await friend.say(`Hello ${size}`);
    await visitor.hears(`Hello ${size}`);
    for (const language of languages) {
      await choose(visitor, language);
      await expectNoFault(visitor.page, 'the city');
      await lookAtPanels(visitor);
      await lookAtPerson(visitor);
      await lookAtTour(visitor);
    }
    await visitor.leave();
  });
});

it('a browser that cannot draw the city is told so, in both languages', async () => {
  const { page, close } = await openWindow();
  await page.addInitScript(() => {
    HTMLCanvasElement.prototype.getContext = () => null;
  });
  await page.goto(server.url, { waitUntil: 'commit' });
  await page.getByTestId('failure-webgl2_missing').waitFor();
  for (const language of languages) {
    await page.getByTestId(`language-${language}`).click();
    await page.getByText(dictionaries[language].failure.webglTitle).waitFor();
    await expectNoFault(page, `no WebGL2 (${language})`);
  }
  await close();
});

it('axe finds no serious fault on a page that lost its line', async () => {
  const own = await CityServer.start('small');
  const visitor = await Visitor.enter(own.url, 'Lin');
  await own.end();
  await visitor.see('connection-banner').waitFor();
  await expectNoFault(visitor.page, 'lost');
  await visitor.leave();
  await own.stop();
});
