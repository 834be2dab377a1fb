import { afterAll, beforeAll, expect, it } from 'vitest';
import { peopleEn } from '../../web/visit/i18n/people-en';
import { seriousFaults } from './harness/accessibility';
import { openWindow, type WindowOptions } from './harness/browser';
import { CityServer } from './harness/server';
import { Visitor } from './harness/visitor';

let server: CityServer;
let space: string;
let anna: Visitor;
let ming: Visitor;

/** Somebody with an account, who enters by the page. */
async function citizen(name: string, options: WindowOptions = {}): Promise<Visitor> {
  const window = await openWindow(options);
  await window.page.goto(server.url, { waitUntil: 'commit' });
  const status = await window.page.evaluate(async (display) => {
    const account = display.toLowerCase();
    localStorage.setItem('yuancheng.account', account);
    const sent = {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({
        account_name: account,
        display_name: display,
        look: '0',
        password: 'lanterns over two rivers',
      }),
    };
    return (await fetch('/api/sign-up', sent)).status;
  }, name);
  expect(status).toBe(201);
  const visitor = Visitor.at(name, window);
  await visitor.goIn(server.url);
  return visitor;
}

/** For a human eye: PICTURES names a folder. */
async function keepPicture({ page }: Visitor, name: string): Promise<void> {
  const folder = process.env.PICTURES;
  if (folder) await page.screenshot({ path: `${folder}/people-${name}.png` });
}

async function openPage(who: Visitor, page: keyof typeof peopleEn.titles): Promise<void> {
  if (await who.see('together-panel').isVisible()) await who.closePanel();
  await who.openPanel('together');
  await who.see(`together-${page}`).click();
}

const place = async (who: Visitor) => who.fact('space');

beforeAll(async () => {
  server = await CityServer.start('small');
  anna = await citizen('Anna');
  space = await anna.page.evaluate(async () => {
    const sent = {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ name: 'Crane Garden', template_name: 'plaza', visibility: 'open' }),
    };
    return ((await (await fetch('/api/spaces', sent)).json()) as { space: string }).space;
  });
  ming = await citizen('Ming', { size: 'phone' });
});

afterAll(async () => {
  await ming.leave();
  await anna.leave();
  await server.stop();
});

it('from a card one asks to be friends, and the other hears of it at once and accepts', async () => {
  const handle = await ming.fact('handle');
  await anna.until(async () => (await anna.fact('others')).includes(handle));
  await anna.openPanel('people');
  await anna.see(`person-${handle}`).getByTestId('open-card').click();
  await anna.see('card-befriend').click();
  await ming.page.getByText(peopleEn.noticeTexts.friend_asked('Anna')).first().waitFor();
  await keepPicture(anna, 'card-desktop');
  await openPage(ming, 'friends');
  await keepPicture(ming, 'asked-phone');
  await ming.see('asked-Anna').getByTestId('friend-accept').click();
  await ming.see('friend-Anna').waitFor();
  await anna.page.getByText(peopleEn.noticeTexts.friend_accepted('Ming')).first().waitFor();
  expect(await seriousFaults(ming.page)).toEqual([]);
  await ming.closePanel();
});

it('what one writes stands in the open talk of the other at once', async () => {
  await openPage(anna, 'friends');
  await keepPicture(anna, 'friends-desktop');
  await anna.see('friend-Ming').getByTestId('friend-write').click();
  await openPage(ming, 'friends');
  await ming.see('friend-Anna').getByTestId('friend-write').click();
  await anna.see('talk-text').fill('The lanterns are lit');
  await anna.see('talk-send').click();
  await ming.see('thread-line').getByText('The lanterns are lit').waitFor();
  await ming.see('talk-text').fill('I am coming');
  await ming.see('talk-text').press('Enter');
  await anna.see('thread-line').getByText('I am coming').waitFor();
  await keepPicture(anna, 'talk-desktop');
  await keepPicture(ming, 'talk-phone');
  expect(await seriousFaults(anna.page)).toEqual([]);
  await anna.closePanel();
  await ming.closePanel();
});

it('who is away finds what was written when they return', async () => {
  // Read, and so counted no more.
  await openPage(ming, 'notices');
  await ming.see('notice-friend_asked').waitFor();
  await ming.closePanel();
  await ming.until(async () => !(await ming.see('dock-more').locator('.badge').isVisible()));
  await ming.page.goto('about:blank');
  await openPage(anna, 'talks');
  await anna.see('talk-Ming').getByTestId('talk-open').click();
  await anna.see('talk-text').fill('Meet me at the tower');
  await anna.see('talk-send').click();
  await anna.see('thread-line').getByText('Meet me at the tower').waitFor();
  await anna.closePanel();
  await ming.goIn(server.url);
  await ming.see('dock-more').locator('.badge').waitFor();
  await openPage(ming, 'talks');
  await keepPicture(ming, 'talks-phone');
  await ming.see('talk-Anna').getByTestId('talk-open').click();
  await ming.see('thread-line').getByText('Meet me at the tower').waitFor();
  await ming.until(async () => !(await ming.see('dock-more').locator('.badge').isVisible()));
  await ming.closePanel();
});

it('who is called from another space comes there after saying yes', async () => {
  await anna.page.goto(`${server.url}/s/${space}`, { waitUntil: 'commit' });
  await anna.goIn(`${server.url}/s/${space}`);
  expect(await place(anna)).toBe(space);
  await openPage(anna, 'friends');
  await anna.see('friend-Ming').getByText(peopleEn.hereInCity).waitFor();
  await anna.see('friend-Ming').getByTestId('friend-open').click();
  await anna.see('person-summon').click();
  await ming.see('company').getByText(peopleEn.company.summon('Anna')).waitFor();
  await keepPicture(ming, 'summoned-phone');
  await keepPicture(anna, 'person-desktop');
  expect(await seriousFaults(ming.page)).toEqual([]);
  expect(await place(ming)).toBe('city');
  await ming.see('company-accept').click();
  await ming.until(async () => (await place(ming)) === space);
  const handle = await ming.fact('handle');
  await anna.until(async () => (await anna.fact('others')).includes(handle));
  await anna.closePanel();
});

it('who follows comes along to the city, until it is ended', async () => {
  await openPage(ming, 'friends');
  await ming.see('friend-Anna').getByTestId('friend-open').click();
  await ming.see('person-follow').click();
  await ming.closePanel();
  await anna.see('company').getByText(peopleEn.company.follow('Ming')).waitFor();
  await anna.see('company-accept').click();
  await ming.see('company').getByText(peopleEn.company.following('Anna')).waitFor();
  await keepPicture(anna, 'followed-desktop');
  await anna.openPanel('spaces');
  await anna.see('space-back').click();
  await anna.see('space-city').click();
  await anna.until(async () => (await place(anna)) === 'city');
  await ming.until(async () => (await place(ming)) === 'city');
  await ming.see('company-end').click();
  await anna.see('company').waitFor({ state: 'detached' });
});

it('groups, the calendar, notices, privacy and cases have pages that say what is there', async () => {
  await openPage(anna, 'groups');
  await anna.see('group-name').fill('Lantern makers');
  await anna.see('group-name-go').click();
  await anna.see('group-add').first().click();
  await anna.see('group-members').getByText('Ming').waitFor();
  await keepPicture(anna, 'group-desktop');
  await openPage(ming, 'notices');
  await ming.see('notice-group_joined').waitFor();
  await keepPicture(ming, 'notices-phone');
  await ming.see('notices-clear').click();
  await ming.see('notices-clear').click();
  await ming.page.getByText(peopleEn.noNotices).waitFor();
  await openPage(anna, 'calendar');
  await keepPicture(anna, 'calendar-desktop');
  await openPage(anna, 'privacy');
  await anna.see('privacy-follow-nobody').check({ force: true });
  await anna.page.getByText(peopleEn.saved).first().waitFor();
  await keepPicture(anna, 'privacy-desktop');
  expect(await seriousFaults(anna.page)).toEqual([]);
  await openPage(ming, 'cases');
  await ming.page.getByText(peopleEn.noCases).waitFor();
  expect(await seriousFaults(ming.page)).toEqual([]);
});

it('nothing failed on the way', () => {
  expect([...ming.window.errors, ...anna.window.errors]).toEqual([]);
});
