import { afterAll, beforeAll, expect, it } from 'vitest';
import { en } from '../../web/visit/i18n/en';
import { spacesEn } from '../../web/visit/i18n/spaces-en';
import { seriousFaults } from './harness/accessibility';
import { openWindow } from './harness/browser';
import { CityServer } from './harness/server';
import { Visitor } from './harness/visitor';

let server: CityServer;
let owner: Visitor;
let guest: Visitor;
let space: string;

// Somebody with an account makes a space; the others come by its link.
beforeAll(async () => {
  server = await CityServer.start('small');
  const window = await openWindow();
  await window.page.goto(server.url, { waitUntil: 'commit' });
  const status = await window.page.evaluate(async () => {
    const body = {
      account_name: 'lin',
      display_name: 'Lin',
      look: '0',
      password: 'lanterns over two rivers',
    };
    const sent = {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    };
    return (await fetch('/api/sign-up', sent)).status;
  });
  expect(status).toBe(201);
  owner = Visitor.at('Lin', window);
  await owner.goIn(server.url);
});

afterAll(async () => {
  await guest.leave();
  await owner.leave();
  await server.stop();
});

async function invitation(): Promise<string> {
  if (!(await owner.see('spaces-panel').isVisible())) await owner.openPanel('spaces');
  await owner.see('invitation-make').click();
  await owner.see('invitation-link').waitFor();
  return owner.see('invitation-link').inputValue();
}

it('who has an account makes a space and is in it with one press', async () => {
  await owner.openPanel('spaces');
  await owner.see('space-make').click();
  await owner.see('space-name').fill('Crane Garden');
  await owner.see('space-make-go').click();
  await owner.until(async () => (await owner.fact('space')) !== 'city');
  space = await owner.fact('space');
  await owner.see('space-title').getByText('Crane Garden').waitFor();
  for (const language of ['zh', 'en']) {
    await owner.page.evaluate((to) => (document.documentElement.lang = to), language);
    expect(await seriousFaults(owner.page), language).toEqual([]);
  }
});

it('a link lets somebody in who has never been in the city, and both see each other', async () => {
  guest = await Visitor.enter(await invitation(), 'Mei', { size: 'phone' });
  await guest.until(async () => (await guest.fact('space')) === space);
  expect(guest.page.url()).not.toContain('invite=');
  const [mine, theirs] = [await owner.fact('handle'), await guest.fact('handle')];
  await owner.until(async () => (await owner.fact('others')).includes(theirs));
  await guest.until(async () => (await guest.fact('others')).includes(mine));
});

it('on a phone the space says what one may do there, and why not', async () => {
  await guest.openPanel('spaces');
  await guest.see('space-title').getByText('Crane Garden').waitFor();
  await guest.see('space-why').locator('summary').click();
  await guest.see('space-reasons').getByText(spacesEn.no).waitFor();
  expect(await seriousFaults(guest.page)).toEqual([]);
  await guest.closePanel();
});

it('whom the owner bans there is out of it, and stays out', async () => {
  const handle = await guest.fact('handle');
  await owner.openPanel('people');
  await owner.see(`person-${handle}`).getByTestId('open-card').click();
  await owner.see('card-manage').click();
  await owner.see('moderate-act-ban').check();
  await owner.see('moderate-reason').fill('Trod on the flowers');
  await owner.see('moderate-apply').click();
  await guest.page.getByText('Trod on the flowers').first().waitFor();
  await owner.until(async () => !(await owner.fact('others')).includes(handle));
  await guest.page.goto(`${server.url}/s/${space}/`, { waitUntil: 'commit' });
  await guest.button(/Enter/).click();
  await guest.page.getByText(en.reasons.banned.title).first().waitFor();
});
