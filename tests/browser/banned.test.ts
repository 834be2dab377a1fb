import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { accountEn } from '../../web/visit/i18n/account-en';
import { en } from '../../web/visit/i18n/en';
import { peopleEn } from '../../web/visit/i18n/people-en';
import { seriousFaults } from './harness/accessibility';
import { openWindow, type Window } from './harness/browser';
import { CityServer } from './harness/server';

const REASON = 'Sold tickets to the tower';

let server: CityServer;
let operator: Window;
let banned: Window;
const see = (id: string): Locator => banned.page.getByTestId(id);

beforeAll(async () => {
  server = await CityServer.start('small');
  operator = await openWindow();
  await operator.page.goto(server.adminLink(), { waitUntil: 'domcontentloaded' });
  await operator.page.getByTestId('console-inside').waitFor();
  banned = await openWindow();
  await banned.page.goto(server.url, { waitUntil: 'commit' });
  await see('account-sign-up').click();
  await see('account-name').fill('tower_tom');
  const password = see('password');
  if (!(await password.isVisible()))
    await banned.page.getByText(accountEn.signUp.usePassword).click();
  await password.fill('lanterns over two rivers');
  await see('sign-up').click();
  await see('codes').waitFor();
  await see('codes-kept').click();
  await see('account-who').waitFor();
  const person = await banned.page.evaluate(async (path) => {
    const answer = await fetch(path);
    return ((await answer.json()) as { person: string }).person;
  }, '/api/account');
  const status = await operator.page.evaluate(
    async (sanction) => {
      const sent = {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', 'Idempotency-Key': sanction.key },
        body: JSON.stringify(sanction.body),
      };
      return (await fetch('/api/sanctions', sent)).status;
    },
    {
      key: '0123456789abcdef0123456789abcdef',
      body: { kind: 'ban', person, minutes: 60, reason: REASON },
    },
  );
  expect(status).toBe(201);
});

afterAll(async () => {
  await banned.close();
  await operator.close();
  await server.stop();
});

it('who is banned is led from the gate to the reason, and appeals', async () => {
  await banned.page.goto(server.url, { waitUntil: 'commit' });
  await see('enter').click();
  await see('ended-banned').waitFor();
  await see('see-cases').click();
  await see('case-ban').getByText(REASON).waitFor();
  expect(await seriousFaults(banned.page)).toEqual([]);
  await see('appeal-open').click();
  await see('appeal-text').fill('They were paper lanterns.');
  await see('appeal-send').click();
  await see('case-ban').getByText(peopleEn.appealWaits).waitFor();
  await see('close-panel').click();
  await see('ended-banned').getByText(en.reasons.banned.title).waitFor();
});

it('and from the first page still saves what is kept of them, and closes the account', async () => {
  await banned.page.goto(server.url, { waitUntil: 'commit' });
  await see('account-open').click();
  await see('to-cases').click();
  await see('case-ban').waitFor();
  await see('account-back').click();
  expect(await seriousFaults(banned.page)).toEqual([]);
  const saved = banned.page.waitForEvent('download');
  await see('account-export').click();
  expect((await saved).suggestedFilename()).toBe('tower_tom.json');
  await see('to-close').click();
  await see('close-name').fill('tower_tom');
  await see('close-for-good').click();
  await see('account-sign-in').waitFor();
});
