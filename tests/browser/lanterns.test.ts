import { afterAll, beforeAll, expect, it } from 'vitest';
import { en } from '../../web/visit/i18n/en';
import { CityServer } from './harness/server';
import { Visitor } from './harness/visitor';

let server: CityServer;
let ming: Visitor;
let anna: Visitor;

beforeAll(async () => {
  server = await CityServer.start('small');
  ming = await Visitor.enter(server.url, 'Ming');
  anna = await Visitor.enter(server.url, 'Anna', { size: 'phone' });
});

afterAll(async () => {
  await ming.leave();
  await anna.leave();
  await server.stop();
});

/** Holds a walking key until a dark lantern is in reach, and stands still. */
async function walkToLantern(visitor: Visitor, key: 'w' | 's'): Promise<void> {
  await visitor.world.focus();
  await visitor.page.keyboard.down(key);
  await visitor.see('light-lantern').waitFor();
  await visitor.page.keyboard.up(key);
  await visitor.standStill();
}

/** Lights the next dark lantern; on a slow machine one walks past it, and back. */
async function lightNext(visitor: Visitor): Promise<void> {
  const before = await visitor.fact('lanternsLit');
  await walkToLantern(visitor, 'w');
  for (let key: 'w' | 's' = 's'; !(await visitor.see('light-lantern').isVisible());) {
    await walkToLantern(visitor, key);
    key = key === 's' ? 'w' : 's';
  }
  await visitor.see('light-lantern').click();
  await visitor.until(async () => (await visitor.fact('lanternsLit')) > before);
}

it('five lanterns lit together are celebrated on the pages of all', async () => {
  for (let i = 0; i < 3; ++i) await lightNext(ming);
  await anna.until(async () => (await anna.fact('lanternsLit')) === 3);
  await lightNext(anna);
  expect(await ming.see('celebration').isVisible()).toBe(false);
  await lightNext(anna);
  for (const visitor of [ming, anna]) {
    await visitor.see('celebration').getByText(en.quest.allLit).waitFor();
    await visitor.see('quest-tracker').getByText(en.quest.progress(5, 5)).waitFor();
  }
  await ming.until(() => ming.fact('celebrating'));
  await ming.openPanel('quest');
  await ming.see('quest-panel').waitFor();
  expect(await ming.page.getByText(en.quest.litBy('Anna')).count()).toBe(2);
  expect(await ming.page.getByText(en.quest.litBy('Ming')).count()).toBe(3);
  expect([...ming.window.errors, ...anna.window.errors]).toEqual([]);
});
