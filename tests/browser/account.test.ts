import { afterAll, beforeAll, expect, it } from 'vitest';
import { reasons as reasonTexts } from '../../schema/reasons.json';
import { accountDictionaries } from '../../web/visit/i18n/account';
import { seriousFaults } from './harness/accessibility';
import { openWindow, type Window, type WindowOptions } from './harness/browser';
import { giveAuthenticator } from './harness/passkeys';
import { CityServer } from './harness/server';
import { Visitor } from './harness/visitor';

const NAME = 'lotus_lin';
const CODES = 10;

let server: CityServer;
/** Passkeys need a name. */
let home: string;
let operator: Window;
/** The first device: the tests below follow one person, in this order. */
let lin: Visitor;
let codes: string[];
let person: string;

beforeAll(async () => {
  server = await CityServer.start('small');
  home = server.url.replace('127.0.0.1', 'localhost');
  operator = await openWindow();
  await operator.page.goto(server.adminLink(), { waitUntil: 'domcontentloaded' });
  await operator.page.getByTestId('console-inside').waitFor();
});

afterAll(async () => {
  await operator.close();
  await server.stop();
});

/** Who is in the city by this name, as the city numbers people. */
function personsNamed(name: string): Promise<string[]> {
  return operator.page.evaluate(async (text) => {
    const answer = await fetch(`/api/operator/people?text=${encodeURIComponent(text)}`);
    const { items } = (await answer.json()) as { items: { person: string }[] };
    return items.map((item) => item.person);
  }, name);
}

/** The picture of a page, for a human eye: PICTURES names a folder. */
async function keepPicture({ page }: Window, name: string): Promise<void> {
  const folder = process.env.PICTURES;
  if (folder) await page.screenshot({ path: `${folder}/${name}.png` });
}

async function open(options: WindowOptions = {}, url = home) {
  const window = await openWindow(options);
  const device = await giveAuthenticator(window.page);
  await window.page.goto(url, { waitUntil: 'commit' });
  return { ...Object.assign(window, { device }), see: (id: string) => window.page.getByTestId(id) };
}

const present = (visitor: Visitor) => visitor.until(() => visitor.fact('ready'));

it('a guest signs up with a passkey inside the city and stays the same person', async () => {
  const window = await openWindow();
  const device = await giveAuthenticator(window.page);
  lin = Visitor.at('Lin', window);
  await lin.goIn(home);
  await lin.say('Said as a guest');
  await lin.hears('Said as a guest');
  await lin.closePanel();
  const [guest] = await personsNamed('Lin');

  await lin.openPanel('account');
  await lin.see('account-name').fill('l!');
  expect(await lin.see('sign-up').isDisabled()).toBe(true);
  await lin.see('account-name').fill(NAME);
  expect(await seriousFaults(lin.page)).toEqual([]);
  await keepPicture(window, 'sign-up-desktop');
  await lin.see('sign-up').click();
  await lin.see('codes').waitFor();
  expect(await device.count()).toBe(1);
  codes = await lin.see('codes').locator('li').allInnerTexts();
  expect(new Set(codes).size).toBe(CODES);
  expect(await seriousFaults(lin.page)).toEqual([]);
  await keepPicture(window, 'codes-desktop');
  await lin.see('codes-kept').click();
  await lin.see('account-who').getByText(`@${NAME}`).waitFor();
  await lin.see('session').first().waitFor();
  expect(await seriousFaults(lin.page)).toEqual([]);
  await keepPicture(window, 'account-desktop');

  await present(lin);
  person = guest ?? '';
  expect(await personsNamed('Lin')).toEqual([person]);
});

it('founds an organisation and asks for it to be confirmed; the city says what became of it', async () => {
  await lin.see('new-organisation').click();
  await lin.see('organisation-name').fill('Lake Society');
  await lin.see('make-organisation').click();
  await lin.see('organisation').getByText('Lake Society').click();
  await lin.see('member').getByText('Lin').waitFor();
  await lin.see('member-name').fill('nobody_here');
  await lin.see('member-add').click();
  await lin.see('account-fault').waitFor();
  await lin.see('verify-organisation').click();
  await lin
    .see('verification-organisation')
    .getByTestId('verify-statement')
    .fill('Meets on Fridays');
  await lin.see('verification-organisation').getByTestId('verify-send').click();
  await lin.see('verification-state').waitFor();
  expect(await seriousFaults(lin.page)).toEqual([]);
  await keepPicture(lin.window, 'organisation-desktop');
});

it('signed out, one is another guest; the passkey makes one the same person again', async () => {
  const place = await lin.position();
  await lin.see('sign-out').click();
  await lin.see('account-panel').waitFor({ state: 'detached' });
  await present(lin);
  await lin.until(async () => !(await personsNamed('Lin')).includes(person));

  await lin.openPanel('account');
  await lin.see('to-sign-in').click();
  await lin.see('sign-in-form').waitFor();
  expect(await seriousFaults(lin.page)).toEqual([]);
  await lin.see('sign-in-passkey').click();
  await lin.see('account-panel').waitFor({ state: 'detached' });
  await lin.until(async () => (await personsNamed('Lin')).includes(person));
  await present(lin);
  const back = await lin.position();
  expect(Math.hypot(back.x - place.x, back.z - place.z)).toBeLessThan(1);
});

it('a second device comes in by a link of the first, and has a passkey of its own then', async () => {
  await lin.openPanel('account');
  await lin.see('make-device-link').click();
  const link = await lin.see('device-link').inputValue();
  const second = await open({ size: 'phone' }, link);
  await second.see('use-device-link').waitFor();
  expect(second.page.url()).not.toContain('device=');
  expect(await seriousFaults(second.page)).toEqual([]);
  await second.see('use-device-link').click();
  await second.see('account-next').waitFor();
  await second.see('add-passkey').click();
  await second.see('passkey').nth(1).waitFor();
  expect(await second.device.count()).toBe(1);
  await second.see('sign-out').click();
  await second.see('account-sign-in').click();
  await second.see('sign-in-passkey').click();
  await second.see('entry-account').getByText(`@${NAME}`).waitFor();
  await second.close();

  const thief = await open({}, link);
  await thief.see('use-device-link').click();
  await thief.page.getByText(reasonTexts.link_unknown.en.title).waitFor();
  await thief.close();
});

it('after a lost device a recovery code lets one in, and the lost passkey is worth nothing', async () => {
  const fresh = await open();
  await fresh.see('account-sign-in').click();
  await fresh.see('to-lost').click();
  await fresh.see('recovery-code').fill(codes[0] ?? '');
  expect(await seriousFaults(fresh.page)).toEqual([]);
  await fresh.see('use-code').click();
  await fresh.see('account-next').waitFor();
  await fresh
    .see('codes-left')
    .getByText(String(CODES - 1))
    .waitFor();
  await fresh.see('add-passkey').click();
  await fresh.see('passkey').nth(2).waitFor();
  const lost = fresh.see('passkey').first().getByTestId('remove-passkey');
  await lost.click();
  await lost.click();
  await fresh.see('passkey').nth(2).waitFor({ state: 'detached' });
  expect(await fresh.see('passkey').count()).toBe(2);
  await fresh.see('rename-passkey').first().click();
  await fresh.see('passkey-label').fill('My phone');
  await fresh.see('rename-save').click();
  await fresh.see('passkey').getByText('My phone').waitFor();
  // The second device's sign-in is left; this one stays.
  await fresh.see('end-others').click();
  await fresh.see('end-others').waitFor({ state: 'detached' });
  expect(await fresh.see('session').count()).toBe(1);

  // The device that was lost: its session is over, and its passkey is refused with the reason.
  await lin.page.reload({ waitUntil: 'commit' });
  await lin.see('account-open').click();
  await lin.see('sign-in-passkey').click();
  await lin.page.getByText(reasonTexts.passkey_unknown.en.title).waitFor();
  await lin.leave();
  await fresh.close();
});

it('where passkeys cannot work a password does, and a wrong one is told in both languages', async () => {
  const window = await open({ size: 'phone', language: 'zh' }, server.url);
  const { see, page } = window;
  await see('enter').waitFor();
  await keepPicture(window, 'entry-phone');
  await see('account-sign-up').click();
  await page.getByText(accountDictionaries.zh.needsName).waitFor();
  await see('account-name').fill('黄鹤楼');
  await see('password').fill('江城五月落梅花');
  expect(await see('sign-up').isDisabled()).toBe(true);
  await see('password').fill('黄鹤楼中吹玉笛江城五月落梅花');
  expect(await seriousFaults(page)).toEqual([]);
  await keepPicture(window, 'sign-up-phone');
  await see('sign-up').click();
  await see('codes').waitFor();
  await keepPicture(window, 'codes-phone');
  await see('codes-kept').click();
  await see('session').first().waitFor();
  expect(await seriousFaults(page)).toEqual([]);
  await keepPicture(window, 'account-phone');
  await see('sign-out').click();

  const wrong = async () => {
    await see('account-sign-in').click();
    await see('account-name').fill('@黄鹤楼');
    await see('password').fill('not the password');
    await see('sign-in-password').click();
  };
  await wrong();
  await page.getByText(reasonTexts.wrong_credentials.zh.title).waitFor();
  await see('close-panel').click();
  await see('language-en').click();
  await wrong();
  await page.getByText(reasonTexts.wrong_credentials.en.title).waitFor();
  expect(await see('account-name').inputValue()).toBe('@黄鹤楼');
  await see('password').fill('黄鹤楼中吹玉笛江城五月落梅花');
  await see('sign-in-password').click();
  await see('entry-account').getByText('@黄鹤楼').waitFor();
  await window.close();
});

it('a key for programs is shown once, and is gone when revoked', async () => {
  const { see, page, close } = await open({}, server.url);
  await see('account-sign-up').click();
  await see('account-name').fill('key_holder');
  await see('password').fill('ferry lotus lantern');
  await see('sign-up').click();
  await see('codes').waitFor();
  await see('codes-kept').click();
  await see('new-key').click();
  await see('key-label').fill('Weather board');
  await see('scope-speak').check({ force: true });
  await see('make-key').click();
  const token = await see('key-token').inputValue();
  expect(token.length).toBeGreaterThan(20);
  await see('api-key').getByText('Weather board').waitFor();
  expect(await seriousFaults(page)).toEqual([]);
  await see('revoke-key').click();
  await see('revoke-key').click();
  await see('api-key').waitFor({ state: 'detached' });
  await close();
});

it('an account closes for good when its name is typed', async () => {
  const { see, page, close } = await open({}, server.url);
  const secret = 'plum heron willow';
  await see('account-sign-up').click();
  await see('account-name').fill('short_stay');
  await see('password').fill(secret);
  await see('sign-up').click();
  await see('codes').waitFor();
  await see('codes-kept').click();
  await see('to-close').click();
  await see('close-name').fill('short');
  expect(await see('close-for-good').isDisabled()).toBe(true);
  await see('close-name').fill('short_stay');
  expect(await seriousFaults(page)).toEqual([]);
  await see('close-for-good').click();
  await see('account-sign-in').click();
  await see('account-name').fill('short_stay');
  await see('password').fill(secret);
  await see('sign-in-password').click();
  await page.getByText(reasonTexts.wrong_credentials.en.title).waitFor();
  await close();
});
