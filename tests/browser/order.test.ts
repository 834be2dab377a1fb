import { afterAll, beforeAll, expect, it } from 'vitest';
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

it('whom the operator asks to leave is told why, and is gone for the others', async () => {
  const visitor = await Visitor.enter(server.url, 'Rude');
  const handle = await visitor.fact('handle');
  const { page } = operator;
  await page.getByTestId(`present-${handle}`).getByTestId('act-on-person').click();
  await page.getByTestId('act-measure').selectOption('kick');
  await page.getByTestId('act-reason').fill('Shouted at everyone');
  await page.getByTestId('act-apply').click();
  await visitor.see('ended-kicked').waitFor();
  await visitor.page.getByText('Shouted at everyone').first().waitFor();
  await page.getByTestId(`present-${handle}`).waitFor({ state: 'detached' });
  await visitor.leave();
});
