import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { en } from '../../web/visit/i18n/en';
import { openWindow, type WindowOptions } from './harness/browser';
import { giveAuthenticator } from './harness/passkeys';
import { CityServer } from './harness/server';
import { Visitor } from './harness/visitor';

// What somebody new has to do, with only the page, until they have a place of their own and order
// in it. An action is a link opened, a thing pressed or chosen, a field filled.
const ACTIONS_MAX = 40;

let server: CityServer;
let home: string;
const diary: string[] = [];

/** Somebody whose every action is written down. */
class NewUser {
  private constructor(private readonly visitor: Visitor) {}

  static async open(name: string, options: WindowOptions = {}): Promise<NewUser> {
    const window = await openWindow(options);
    await giveAuthenticator(window.page);
    return new NewUser(Visitor.at(name, window));
  }

  get page() {
    return this.visitor.page;
  }

  private wrote(what: string): void {
    diary.push(`${String(diary.length + 1).padStart(2)}. ${this.visitor.name}: ${what}`);
  }

  async goTo(link: string): Promise<void> {
    this.wrote(`opens ${link.replace(/#invite=.*/, '#invite=...').replace(home, '') || '/'}`);
    await this.page.goto(link, { waitUntil: 'commit' });
  }

  async press(what: string | Locator): Promise<void> {
    const button = typeof what === 'string' ? this.visitor.see(what).first() : what;
    await button.waitFor();
    const text = (await button.getAttribute('aria-label')) ?? (await button.innerText());
    this.wrote(`presses "${text.trim().replace(/\s+/g, ' ')}"`);
    await button.click();
  }

  async choose(testId: string): Promise<void> {
    const choice = this.visitor.see(testId);
    const text = await choice.evaluate((input) => input.closest('label')?.innerText ?? '');
    this.wrote(`chooses "${text.trim()}"`);
    await choice.check();
  }

  async fill(testId: string, text: string): Promise<void> {
    this.wrote(`types "${text}"`);
    await this.visitor.see(testId).fill(text);
  }

  async comeIn(link: string): Promise<void> {
    await this.goTo(link);
    await this.fill('name', this.visitor.name);
    await this.press('enter');
    await this.visitor.until(() => this.visitor.fact('ready'));
  }

  async openPanel(name: string): Promise<void> {
    const docked = this.visitor.see(`dock-${name}`);
    if (await docked.isVisible()) return this.press(`dock-${name}`);
    await this.press('dock-more');
    await this.press(`more-${name}`);
  }

  async closePanel(): Promise<void> {
    await this.press('close-panel');
  }

  see(testId: string) {
    return this.visitor.see(testId);
  }

  fact: Visitor['fact'] = (key) => this.visitor.fact(key);

  until(condition: () => Promise<boolean>): Promise<void> {
    return this.visitor.until(condition);
  }

  leave(): Promise<void> {
    return this.visitor.leave();
  }
}

beforeAll(async () => {
  server = await CityServer.start('small');
  home = server.url.replace('127.0.0.1', 'localhost');
});

afterAll(async () => {
  await server.stop();
});

it(`from a link to a space of one's own with order in it in ${ACTIONS_MAX} actions`, async () => {
  const lin = await NewUser.open('Lin');
  await lin.comeIn(home);

  await lin.openPanel('account');
  await lin.fill('account-name', 'lin');
  await lin.press('sign-up');
  await lin.press('codes-kept');
  await lin.closePanel();

  await lin.openPanel('spaces');
  await lin.press('space-make');
  await lin.fill('space-name', 'Crane Garden');
  await lin.press('space-make-go');
  await lin.until(async () => (await lin.fact('space')) !== 'city');

  await lin.choose('invite-uses-20');
  await lin.press('invitation-make');
  await lin.see('invitation-link').waitFor();
  const link = await lin.see('invitation-link').inputValue();
  const mei = await NewUser.open('Mei', { size: 'phone' });
  await mei.comeIn(link);
  await mei.until(async () => (await mei.fact('space')) === (await lin.fact('space')));

  await lin.choose('build-everyone');
  await lin.until(() => lin.see('build-everyone').isChecked());
  await lin.choose('build-members');

  const handle = await mei.fact('handle');
  await lin.openPanel('people');
  await lin.press(lin.see(`person-${handle}`).getByTestId('open-card'));
  await lin.press('card-report');
  await lin.choose('report-reason-harassment');
  await lin.press('report-send');
  await lin.press('card-manage');
  await lin.choose('moderate-act-ban');
  await lin.fill('moderate-reason', 'Trod on the flowers');
  await lin.press('moderate-apply');
  await mei.page.getByText(en.reasons.banned.title).first().waitFor();

  process.stdout.write(`${diary.join('\n')}\n`);
  expect(diary.length).toBeLessThanOrEqual(ACTIONS_MAX);
  await mei.leave();
  await lin.leave();
});
