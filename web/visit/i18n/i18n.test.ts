import { expect, it } from 'vitest';
import { dictionaries } from '.';
import { spacesDictionaries } from './spaces';

/** Every text of a dictionary with its path; functions are called with plain numbers. */
function texts(value: unknown, path = ''): [string, string][] {
  if (typeof value === 'string') return [[path, value]];
  if (typeof value === 'function') {
    return [[path, String((value as (...args: number[]) => string)(2, 5, 7))]];
  }
  return Object.entries(value as object).flatMap(([key, inner]) => texts(inner, `${path}.${key}`));
}

it('has the same words of spaces in both languages', () => {
  const zh = texts(spacesDictionaries.zh);
  const en = texts(spacesDictionaries.en);
  expect(zh.map(([path]) => path)).toEqual(en.map(([path]) => path));
  const foreign = zh.filter(
    ([path, text]) => path !== '.between' && !/[\u4e00-\u9fff]/.test(text) && text.trim() !== '',
  );
  expect(foreign).toEqual([]);
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
