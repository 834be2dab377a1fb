// The operator's page, as somebody who runs a city uses it.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Page as ConsolePage } from '../../web/console/pages';
import { seriousFaults } from './harness/accessibility';
import { openWindow, type Window } from './harness/browser';
import { CityServer } from './harness/server';
import { Visitor } from './harness/visitor';

let server: CityServer;
let operator: Window;

const goTo = async (page: ConsolePage) => operator.page.getByTestId(`nav-${page}`).click();

async function because(reason: string): Promise<void> {
  await operator.page.getByTestId('act-reason').fill(reason);
  await operator.page.getByTestId('act-apply').click();
  await operator.page.getByTestId('act-dialog').waitFor({ state: 'detached' });
}

beforeAll(async () => {
  server = await CityServer.start('small');
  operator = await openWindow();
  await operator.page.goto(server.adminLink(), { waitUntil: 'domcontentloaded' });
  await operator.page.getByTestId('console-inside').waitFor();
});

afterAll(async () => {
  await operator.close();
  await server.stop();
});

it('every page of it is accepted by axe in both languages, and on a phone nothing is cut off', async () => {
  const { page } = operator;
  const names: ConsolePage[] = [
    'appeals',
    'people',
    'spaces',
    'verifications',
    'roles',
    'load',
    'backups',
    'settings',
    'audit',
    'cases',
  ];
  const size = page.viewportSize();
  await page.setViewportSize({ width: 390, height: 844 });
  for (const name of names) {
    await goTo(name);
    await page.locator('.console-page .card').first().waitFor();
    for (const language of ['zh', 'en']) {
      await page.getByTestId(`language-${language}`).click();
      expect(await seriousFaults(page), `${name} ${language}`).toEqual([]);
    }
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(wide, name).toBeLessThanOrEqual(390);
  }
  if (size) await page.setViewportSize(size);
});

it('a case is taken and decided with a rule and a reason, and the audit trail shows it', async () => {
  const { page } = operator;
  const witness = await Visitor.enter(server.url, 'Witness');
  const troll = await Visitor.enter(server.url, 'Bridgeman');
  await witness.openPanel('people');
  await witness
    .see(`person-${await troll.fact('handle')}`)
    .getByTestId('open-card')
    .click();
  await witness.see('card-report').click();
  await witness.see('report-reason-fraud').check();
  await witness.see('report-text').fill('Sells bridges');
  await witness.see('report-send').click();
  await goTo('cases');
  await page.getByText('Sells bridges').waitFor();
  await page.getByTestId('take-report').click();
  await page.getByTestId('tab-mine').click();
  await page.getByTestId('open-report').click();
  await page.getByTestId('decide-report').click();
  await page.getByTestId('report-rule').selectOption('spam');
  await page.getByTestId('report-outcome').selectOption('warned');
  await because('No bridges are for sale here');
  await page.getByTestId('case-decision').getByText('No bridges are for sale here').waitFor();
  await troll.page.getByText('No bridges are for sale here').first().waitFor();
  await goTo('audit');
  const decided = page.getByTestId('audit-decide_case');
  await decided.getByText('No bridges are for sale here').waitFor();
  await page.getByTestId('audit-warn').waitFor();
  await witness.leave();
  await troll.leave();
});

it('nothing is done to others without a reason', async () => {
  const { page } = operator;
  await goTo('roles');
  await page.getByTestId('make-link').click();
  await page.getByTestId('act-apply').click();
  await page.getByRole('alert').waitFor();
  await page.keyboard.press('Escape');
  await page.getByTestId('act-dialog').waitFor({ state: 'detached' });
  expect(await page.getByTestId('admin-link').count()).toBe(0);
});

it('a backup is made, checked, and restored into a new folder that a server opens', async () => {
  const { page } = operator;
  await goTo('backups');
  await page.getByTestId('backup').click();
  await because('Before the fair');
  await page.getByTestId('verify-backup').click();
  await because('Is it whole?');
  await page.getByText('Sound').waitFor();
  await page.getByTestId('restore-backup').click();
  await because('A look at yesterday');
  const folder = await page.getByTestId('restored-folder').innerText();
  expect(folder.startsWith(join(server.data, 'restored'))).toBe(true);
  expect(existsSync(join(folder, 'city.db'))).toBe(true);
  expect(await page.getByTestId('restored-command').innerText()).toContain(`--data ${folder}`);
  await goTo('audit');
  await page.getByText('A look at yesterday').waitFor();
});

it('somebody the city knows is found by name, with the measures there were', async () => {
  const { page } = operator;
  await goTo('people');
  await page.getByTestId('search').fill('bridge');
  await page.getByTestId('console-known').getByRole('link', { name: 'Bridgeman' }).click();
  await page.getByTestId('console-person').getByText('No bridges are for sale here').waitFor();
  expect(await seriousFaults(page)).toEqual([]);
});
