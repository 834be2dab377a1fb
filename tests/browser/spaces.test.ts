import { afterAll, beforeAll, expect, it } from 'vitest';
import { CityServer } from './harness/server';
import { Visitor } from './harness/visitor';

let server: CityServer;
let space: string;
let ming: Visitor;
let anna: Visitor;

// One comes by a link, the other walks through a portal of the city.
beforeAll(async () => {
  ({ server, space } = await CityServer.startWithSpace('small'));
  anna = await Visitor.enter(`${server.url}/s/${space}`, 'Anna');
  ming = await Visitor.enter(server.url, 'Ming');
});

afterAll(async () => {
  await ming.leave();
  await anna.leave();
  await server.stop();
});

it('a link opens a space and says its name', async () => {
  expect(await anna.fact('space')).toBe(space);
  await anna.page.getByTestId('where').getByText('Space number 1').waitFor();
});

it('people of different spaces do not know of each other', async () => {
  expect(await ming.fact('space')).toBe('city');
  expect(await ming.fact('others')).toEqual([]);
  expect(await anna.fact('others')).toEqual([]);
});

it('a portal leads there over the same connection', async () => {
  await ming.page.keyboard.down('w');
  await ming.until(async () => (await ming.fact('space')) === space);
  await ming.page.keyboard.up('w');
  await ming.until(async () => new URL(ming.page.url()).pathname === `/s/${space}/`);
  expect(await ming.fact('connection')).toBe('present');
});

it('there they see each other walk, and talk', async () => {
  const handle = await ming.fact('handle');
  await anna.until(async () => (await anna.fact('others')).includes(handle));
  await ming.walk(2, 's');
  await ming.standStill();
  const after = await ming.position();
  await anna.until(async () => {
    const seen = await anna.page.evaluate((who) => window.__yuancheng.seen(who), handle);
    return seen !== null && Math.hypot(seen.x - after.x, seen.z - after.z) < 0.5;
  });
  await ming.say('Is this the plaza?');
  await anna.hears('Is this the plaza?');
});

it('nothing failed on the way', () => {
  expect([...ming.window.errors, ...anna.window.errors]).toEqual([]);
});
