import { render } from 'preact';
import { expect, it } from 'vitest';
import { openApi } from '../../schema/generate/openapi.mjs';
import { readApi } from '../../schema/read-api.mjs';
import reasons from '../../schema/reasons.json';
import { language } from '../ui/language';
import type { ApiDocument } from './document';
import { callsOf, typeOf } from './document';
import { ApiPage } from './page';

const api = readApi();
const description = openApi(api, reasons) as unknown as ApiDocument;

function shown(): HTMLElement {
  const root = document.createElement('div');
  render(<ApiPage document={description} />, root);
  return root;
}

it.each(['zh', 'en'] as const)('shows every call and every reason in %s', (code) => {
  language.value = code;
  const root = shown();
  for (const [name, operation] of Object.entries(api.operations)) {
    const card = root.querySelector(`#${name}`);
    expect(card?.textContent, name).toContain(operation.path);
    expect(card?.textContent, name).toContain(code === 'zh' ? operation.zh : operation.doc);
  }
  for (const [id, texts] of Object.entries(reasons.reasons)) {
    expect(root.querySelector(`#${id}`)?.textContent, id).toContain(texts[code].title);
  }
});

it('says of each call who may ask and what it needs', () => {
  const calls = callsOf(description, 'session');
  expect(calls.map(({ name, who, act }) => [name, who, act])).toEqual([
    ['enter_by_link', 'anyone', ''],
    ['leave_session', 'anyone', ''],
  ]);
  const [people] = callsOf(description, 'order');
  expect(people).toMatchObject({ who: 'session_or_key', act: 'see_operator_page', status: '200' });
});

it('writes a type in one line', () => {
  expect(typeOf({ type: 'string', minLength: 1, maxLength: 200 })).toBe('string 1–200');
  expect(typeOf({ type: 'integer', minimum: 0, default: 0 })).toBe('integer 0– = 0');
  expect(typeOf({ type: 'array', items: { $ref: '#/x/Report' }, maxItems: 200 })).toBe(
    'Report[] –200',
  );
  expect(typeOf({ type: 'string', pattern: '^[0-9]{1,20}$' })).toBe('id');
});
