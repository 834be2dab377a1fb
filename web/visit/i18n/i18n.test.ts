import { expect, it } from 'vitest';
import { readFileSync } from 'node:fs';
import { dictionaries } from '.';

const described = JSON.parse(
  readFileSync(new URL('../../../schema/reasons.json', import.meta.url), 'utf8'),
) as { reasons: Record<string, string> };

/** Every text of a dictionary with its path; functions are called with plain numbers. */
function texts(value: unknown, path = ''): [string, string][] {
  if (typeof value === 'string') return [[path, value]];
  if (typeof value === 'function') {
    return [[path, String((value as (...args: number[]) => string)(2, 5, 7))]];
  }
  return Object.entries(value as object).flatMap(([key, inner]) => texts(inner, `${path}.${key}`));
}

it.each(['zh', 'en'] as const)('%s explains every reason with cause and remedy', (language) => {
  const { reasons } = dictionaries[language];
  expect(Object.keys(reasons).sort()).toEqual(Object.keys(described.reasons).sort());
  for (const { cause, remedy } of Object.values(reasons)) {
    expect(cause.length).toBeGreaterThan(3);
    expect(remedy.length).toBeGreaterThan(3);
  }
});

it('has the same texts in both languages, none empty', () => {
  const zh = texts(dictionaries.zh);
  const en = texts(dictionaries.en);
  expect(zh.map(([path]) => path)).toEqual(en.map(([path]) => path));
  expect([...zh, ...en].filter(([, text]) => text.trim() === '')).toEqual([]);
});

it('writes Chinese in Chinese', () => {
  const kept = /names\.\d|lightKey|help\.(rows|touchRows)|choices/;
  const foreign = texts(dictionaries.zh).filter(
    ([path, text]) => !kept.test(path) && !/[\u4e00-\u9fff]/.test(text) && /[a-z]/i.test(text),
  );
  expect(foreign).toEqual([]);
});
