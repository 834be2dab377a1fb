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

/** The last lantern is 23 m ahead. */
const MOST_STEPS = 40;

/** Walks on step by step until a dark lantern is in reach, and lights it standing still. */
async function lightNext(visitor: Visitor): Promise<void> {
  await visitor.standStill();
  const before = await visitor.fact('lanternsLit');
  for (let steps = 0; !(await visitor.see('light-lantern').isVisible()); steps += 1) {
    expect(steps).toBeLessThan(MOST_STEPS);
    await visitor.walk(0.7);
    await visitor.standStill();
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
