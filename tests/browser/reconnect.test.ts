import { afterAll, beforeAll, expect, it } from 'vitest';
import { en } from '../../web/visit/i18n/en';
import { CityServer } from './harness/server';
import { distance, Visitor } from './harness/visitor';

let server: CityServer;

beforeAll(async () => {
  server = await CityServer.start('small');
});

afterAll(async () => {
  await server.stop();
});

it.each([
  ['SIGTERM', '/'],
  ['SIGKILL', '/@longwangmiao'],
] as const)(
  'a visitor whose server ended by %s comes back alone to where they stood (from %s)',
  async (signal, path) => {
    const visitor = await Visitor.enter(server.url + path, 'Wang');
    await visitor.walk(4);
    await visitor.standStill();
    const stood = await visitor.position();
    await server.end(signal);
    await visitor.page.getByText(en.connection.lost).first().waitFor();
    await server.run();
    await visitor.page.getByText(en.connection.back).waitFor();
    expect(await visitor.fact('connection')).toBe('present');
    expect(distance(stood, await visitor.position())).toBeLessThan(0.3);
    await visitor.walk(2);
    await visitor.leave();
  },
);
