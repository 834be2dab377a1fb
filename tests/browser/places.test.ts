// Finding people, spaces and events; parcels; and a space as files and back, on the real server.
import { createRequire } from 'node:module';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Api } from '../../web/protocol/generated/api';
import { spacesEn } from '../../web/visit/i18n/spaces-en';
import { seriousFaults } from './harness/accessibility';
import { openWindow } from './harness/browser';
import { CityServer } from './harness/server';
import { Visitor } from './harness/visitor';

/** The package comes without declarations. */
const { validateBytes } = createRequire(import.meta.url)('gltf-validator') as {
  validateBytes: (bytes: Uint8Array) => Promise<{
    info: { totalTriangleCount: number };
    issues: { messages: { severity: number; code: string; pointer: string }[] };
  }>;
};

let server: CityServer;
let lin: Visitor;
/** As a program of Lin's asks. */
let api: Api;

beforeAll(async () => {
  server = await CityServer.start('small');
  const window = await openWindow();
  await window.page.goto(server.url, { waitUntil: 'commit' });
  const token = await window.page.evaluate(async () => {
    const post = async (path: string, body: object): Promise<unknown> => {
      const headers = { 'Content-Type': 'application/json' };
      return (await fetch(path, { method: 'POST', headers, body: JSON.stringify(body) })).json();
    };
    const password = 'lanterns over two rivers';
    await post('/api/sign-up', { account_name: 'lin', display_name: 'Lin', look: '0', password });
    const scopes = ['look', 'create', 'manage', 'account'];
    const made = (await post('/api/account/keys', { label: 'test', scopes })) as { token: string };
    return made.token;
  });
  api = new Api({ language: () => 'en', base: server.url, key: token });
  lin = Visitor.at('Lin', window);
  await lin.goIn(server.url);
});

afterAll(async () => {
  await lin.leave();
  await server.stop();
});

it('the model of every template is valid glTF 2.0, and a space comes back from its files', async () => {
  const { templates } = await api.listSpaceTemplates();
  expect(templates.length).toBeGreaterThan(0);
  for (const { name } of templates) {
    const { space } = await api.makeSpace({ name: `From ${name}`, template_name: name });
    const first = await api.exportSpace({ space });
    const bytes = new Uint8Array(await (await fetch(server.url + first.model)).arrayBuffer());
    expect(bytes.length).toBe(first.model_bytes);
    const { issues, info } = await validateBytes(bytes);
    const faults = issues.messages.filter(({ severity }) => severity < 2);
    expect(
      faults.map(({ code, pointer }) => `${code} ${pointer}`),
      name,
    ).toEqual([]);
    expect(info.totalTriangleCount).toBeGreaterThan(10);
    const { space: copy } = await api.importSpace({ document: first.document });
    const second = await api.exportSpace({ space: copy });
    expect(second.model).toBe(first.model);
    const without = (text: string) => ({
      ...(JSON.parse(text) as object),
      space: '',
      exported_ms: 0,
    });
    expect(without(second.document)).toEqual(without(first.document));
  }
});

it('a slash opens the search, which finds a space by part of its name and goes there', async () => {
  await api.makeSpace({ name: '江滩茶馆', template_name: 'plaza', visibility: 'open' });
  await lin.world.focus();
  await lin.page.keyboard.press('/');
  await lin.page.locator('[data-testid=search-text]:focus').waitFor(); // one types at once then
  await lin.page.keyboard.type('滩茶');
  await lin.see('search-found').getByText('江滩茶馆').waitFor();
  expect(await seriousFaults(lin.page)).toEqual([]);
  await lin.see('search-text').fill('nobody is called so');
  await lin
    .see('search-state')
    .getByText(/Nothing you may see/)
    .waitFor();
  await lin.see('search-text').fill('江滩');
  await lin.see('found-go').first().click();
  await lin.until(async () => (await lin.fact('space')) !== 'city');
});

it('a parcel is walked, given to somebody and taken away', async () => {
  await lin.openPanel('spaces');
  await lin.see('space-parcels').locator('summary').click();
  await lin.see('parcel-corner').click();
  await lin.see('parcel-corners').fill('0 0\n10 0\n10 10\n0 10');
  await lin.page.getByText(spacesEn.parcelArea(4, 100)).waitFor();
  await lin.see('parcel-save').click();
  await lin.see('parcel-row').getByText(spacesEn.parcelMine).waitFor();
  expect(await seriousFaults(lin.page)).toEqual([]);
  await lin.see('parcel-open').click();
  await lin.see('parcel-account').fill('@nobody_here');
  await lin.see('parcel-give').click();
  await lin.see('parcel-remove').click();
  await lin.see('parcel-remove').click();
  await lin.see('parcel-row').waitFor({ state: 'detached' });
});

it('export saves two files, and the document of them imports', async () => {
  await lin.see('space-files').locator('summary').click();
  const saved: string[] = [];
  lin.page.on('download', (download) => saved.push(download.suggestedFilename()));
  await lin.see('space-export').click();
  await lin.until(() => Promise.resolve(saved.length === 2));
  expect(saved.sort()).toEqual(['江滩茶馆.glb', '江滩茶馆.space.json']);
  // The browser keeps what it saved on its own machine: the same document by the API.
  const { document } = await api.exportSpace({ space: await lin.fact('space') });
  const kept = { name: 'x.json', mimeType: 'application/json', buffer: Buffer.from(document) };
  await lin.see('space-back').click();
  const broken = { name: 'x.json', mimeType: 'application/json', buffer: Buffer.from('{"a":1}') };
  await lin.see('space-import-file').setInputFiles(broken);
  await lin.see('space-import-state').getByText('/a: is no field of this format').waitFor();
  await lin.see('space-import-file').setInputFiles(kept);
  await lin.see('space-title').getByText('江滩茶馆').waitFor();
});

it('an officer makes a space of their organisation', async () => {
  await api.makeOrganisation({ name: 'Crane Guild' });
  await lin.see('space-back').click();
  await lin.see('space-make').click();
  await lin.see('space-name').fill('Guild Hall');
  await lin.page.getByLabel('Crane Guild').check();
  await lin.see('space-make-go').click();
  await lin.see('space-title').getByText('Guild Hall').waitFor();
  await lin.see('spaces-panel').getByText(spacesEn.by('Crane Guild')).waitFor();
});
