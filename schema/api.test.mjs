// The generator of the API keeps its promises, and the OpenAPI document is one by the standard.
import { readFileSync } from 'node:fs';
import { Validator } from '@seriousme/openapi-schema-validator';
import { describe, expect, it } from 'vitest';
import { apiHeader, apiSource, apiTs, operationsOf } from './generate/api.mjs';
import { openApi } from './generate/openapi.mjs';
import { reasonsCpp } from './generate/reasons.mjs';
import { readApi } from './read-api.mjs';

const read = (name) => JSON.parse(readFileSync(new URL(`${name}.json`, import.meta.url), 'utf8'));
const api = readApi();
const reasons = read('reasons');

/** An API of one operation, from which a test changes something. */
const small = (change) => ({
  subjects: { moon: { doc: 'Moon', zh: '月' } },
  enums: {},
  records: {},
  operations: {
    see_moon: {
      subject: 'moon',
      method: 'GET',
      path: '/api/moon/{moon}',
      who: 'session',
      act: 'enter',
      doc: 'Shines.',
      zh: '发光。',
      ids: { moon: { type: 'u64' } },
      ...change,
    },
  },
});

it('the OpenAPI document is valid by the schema of OpenAPI 3.1', async () => {
  const document = openApi(api, reasons);
  const { valid, errors } = await new Validator().validate(document);
  expect(errors ?? []).toEqual([]);
  expect(valid).toBe(true);
});

it('the validator would notice a fault', async () => {
  const document = openApi(api, reasons);
  document.paths['/api/reports'].get.parameters.push({ name: 'x', in: 'nowhere' });
  expect((await new Validator().validate(document)).valid).toBe(false);
});

it('describes each operation in both languages, with each field that it has', () => {
  const { paths } = openApi(api, reasons);
  for (const { name, path, method, doc, zh, ids, query } of operationsOf(api)) {
    const described = paths[path][method.toLowerCase()];
    expect(described).toMatchObject({ operationId: name, description: doc, 'x-zh': zh });
    const names = described.parameters.flatMap((parameter) => parameter.name ?? []);
    expect(names).toEqual([...Object.keys(ids), ...Object.keys(query)]);
  }
});

it('every text of a record or field with English words has Chinese ones', () => {
  const missing = [];
  const look = (value, path) => {
    if (typeof value !== 'object' || value === null) return;
    if (typeof value.doc === 'string' && !/[\u4e00-\u9fff]/.test(value.zh ?? ''))
      missing.push(path);
    for (const [key, inner] of Object.entries(value)) look(inner, `${path}.${key}`);
  };
  look(api, 'api');
  expect(missing).toEqual([]);
});

describe('an operation is refused when', () => {
  const faults = {
    'its path has an id that is not described': { ids: {} },
    'a field has two places': { query: { moon: { type: 'u64' } } },
    'it names no act and does not say why': { act: undefined },
    'it has no Chinese': { zh: '' },
    'it is of no subject': { subject: 'sun' },
    'a GET is marked idempotent': { idempotent: true },
  };
  it.each(Object.entries(faults))('%s', (_, change) => {
    expect(() => operationsOf(small(change))).toThrow('see_moon');
  });
});

it('paging adds where to begin, how many, the items and where the next page begins', () => {
  const paged = { of: 'moon', by: { type: 'id', of: 'case' } };
  const [operation] = operationsOf(small({ paged }));
  expect(Object.keys(operation.query)).toEqual(['after', 'limit']);
  expect(Object.keys(operation.answer)).toEqual(['items', 'next']);
  expect(operation.status).toBe(200);
});

it('what answers nothing has status 204 and no answer type', () => {
  const [operation] = operationsOf(small({}));
  expect(operation.status).toBe(204);
  expect(apiTs(small({}))).toContain('Operation<SeeMoonRequest, undefined>');
});

it('optional fields and defaults are read only when given', () => {
  const query = {
    phase: { type: 'id', of: 'case', optional: true },
    light: { type: 'boolean', default: true },
  };
  const made = apiHeader(small({ query }));
  expect(made).toContain('std::optional<base::CaseId> phase{};');
  expect(made).toContain('bool light{true};');
  expect(apiSource(small({ query }))).toMatch(
    /if \(reader\.has\("phase"\)\) \{\s*YC_CHECK\(reader\.id\("phase"/,
  );
  expect(apiTs(small({ query }))).toMatch(/phase\?: string \| undefined;[^]*light\?: boolean;/);
});

it('a reason without words in one language is refused', () => {
  const dumb = { status: 400, en: { title: 'No.', remedy: 'Stop.' } };
  expect(() => reasonsCpp({ reasons: { dumb } })).toThrow('dumb lacks title or remedy in zh');
});
