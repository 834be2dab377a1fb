import { afterAll, beforeAll, it } from 'vitest';
import { en } from '../../web/visit/i18n/en';
import { CityServer } from './harness/server';
import { Visitor } from './harness/visitor';

let server: CityServer;

beforeAll(async () => {
  server = await CityServer.start('small');
});

afterAll(async () => {
  await server.stop();
});

it.each(['SIGTERM', 'SIGKILL'] as const)(
  'a visitor comes back alone after the server ended by %s, and walks on',
  async (signal) => {
    const visitor = await Visitor.enter(server.url, `Wang ${signal}`);
    await visitor.walk(2);
    await server.end(signal);
    await visitor.page.getByText(en.connection.lost).first().waitFor({ timeout: 30_000 });
    await server.run();
    await visitor.until(async () => (await visitor.fact('connection')) === 'present', 60_000);
    await visitor.walk(2);
    await visitor.leave();
  },
);
