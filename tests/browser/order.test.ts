import { afterAll, beforeAll, expect, it } from 'vitest';
import { reasons as reasonTexts } from '../../schema/reasons.json';
import { seriousFaults } from './harness/accessibility';
import { openWindow, type Window } from './harness/browser';
import { CityServer } from './harness/server';
import { Visitor } from './harness/visitor';

let server: CityServer;
let operator: Window;

beforeAll(async () => {
  server = await CityServer.start('small');
  operator = await openWindow();
});

afterAll(async () => {
  await operator.close();
  await server.stop();
});

it('the first administrator enters by a link that works once', async () => {
  const link = server.adminLink();
  await operator.page.goto(link, { waitUntil: 'domcontentloaded' });
  await operator.page.getByTestId('console-inside').waitFor();
  // The token is gone from the address, so that a copied address hands nothing over.
  expect(operator.page.url()).not.toContain('enter=');

  const thief = await openWindow();
  await thief.page.goto(link, { waitUntil: 'domcontentloaded' });
  await thief.page.getByTestId('console-refused').waitFor();
  expect(await seriousFaults(thief.page)).toEqual([]);
  await thief.close();
});

it('a visitor without the right is offered no measure against others', async () => {
  const visitor = await Visitor.enter(server.url, 'Guest');
  const other = await Visitor.enter(server.url, 'Other');
  await visitor.openPanel('people');
  await visitor
    .see(`person-${await other.fact('handle')}`)
    .getByTestId('open-card')
    .click();
  await visitor.see('card-report').waitFor();
  expect(await visitor.see('card-manage').isVisible()).toBe(false);
  await visitor.leave();
  await other.leave();
});

it('what a visitor reports is read and decided on the operator page, which axe accepts', async () => {
  const visitor = await Visitor.enter(server.url, 'Witness');
  const other = await Visitor.enter(server.url, 'Spammer', { size: 'phone' });
  await visitor.openPanel('people');
  const row = visitor.see(`person-${await other.fact('handle')}`);
  await row.getByTestId('open-card').click();
  await visitor.see('card-report').click();
  await visitor.see('report-reason-spam').check();
  await visitor.see('report-text').fill('Sells bridges');
  await visitor.see('report-send').click();
  const { page } = operator;
  await page.getByText('Sells bridges').waitFor();
  for (const language of ['zh', 'en']) {
    await page.getByTestId(`language-${language}`).click();
    expect(await seriousFaults(page), language).toEqual([]);
  }
  await page.getByTestId('decide-report').click();
  expect(await seriousFaults(page), 'dialog').toEqual([]);
  await page.getByTestId('report-outcome').selectOption('muted');
  await page.getByTestId('act-reason').fill('Advertising');
  await page.getByTestId('act-apply').click();
  await other.page.getByText('Advertising').first().waitFor();
  await page.getByTestId('decide-report').waitFor({ state: 'detached' });
  await visitor.leave();
  await other.leave();
});

it('an operator is told in their language why something did not work', async () => {
  const { page } = operator;
  await page.getByTestId('nav-settings').click();
  for (const language of ['zh', 'en'] as const) {
    await page.getByTestId(`language-${language}`).click();
    await page.getByTestId('setting-chat.retention-days').fill('-1');
    await page.getByTestId('save-chat.retention-days').click();
    await page.getByTestId('act-reason').fill('A try');
    await page.getByTestId('act-apply').click();
    await page.getByText(reasonTexts.bad_input[language].title).waitFor();
    await page.getByTestId('act-cancel').click();
  }
});

it('an administrator who walks in the city may act on people there', async () => {
  const visitor = await Visitor.enter(server.url, 'Loud');
  const page = await operator.page.context().newPage();
  const steward = Visitor.at('Steward', { ...operator, page });
  await steward.goIn(server.url);
  await steward.openPanel('people');
  await steward
    .see(`person-${await visitor.fact('handle')}`)
    .getByTestId('open-card')
    .click();
  await steward.see('card-manage').click();
  await steward.see('moderate-dialog').waitFor();
  expect(await seriousFaults(page), 'dialog').toEqual([]);
  await steward.see('moderate-act-mute').check();
  await steward.see('moderate-reason').fill('Too loud at night');
  await steward.see('moderate-apply').click();
  await visitor.page.getByText('Too loud at night').first().waitFor();
  await page.close();
  await visitor.leave();
});

it('whom the operator asks to leave is told why, and is gone for the others', async () => {
  const visitor = await Visitor.enter(server.url, 'Rude');
  const handle = await visitor.fact('handle');
  const { page } = operator;
  await page.getByTestId('nav-people').click();
  await page.getByTestId(`present-${handle}`).getByTestId('act-on-person').click();
  await page.getByTestId('act-measure').selectOption('kick');
  await page.getByTestId('act-reason').fill('Shouted at everyone');
  await page.getByTestId('act-apply').click();
  await visitor.see('ended-kicked').waitFor();
  await visitor.page.getByText('Shouted at everyone').first().waitFor();
  await page.getByTestId(`present-${handle}`).waitFor({ state: 'detached' });
  await visitor.leave();
});
