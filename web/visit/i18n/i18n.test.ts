import { expect, it } from 'vitest';
import { accountDictionaries } from './account';
import { en } from './en';
import { spacesDictionaries } from './spaces';
import { zh } from './zh';

/** Every text of a dictionary with its path; functions are called with plain numbers. */
function texts(value: unknown, path = ''): [string, string][] {
  if (typeof value === 'string') return [[path, value]];
  if (typeof value === 'function') {
    return [[path, String((value as (...args: number[]) => string)(2, 5, 7))]];
  }
  return Object.entries(value as object).flatMap(([key, inner]) => texts(inner, `${path}.${key}`));
}

const all = [{ zh, en }, accountDictionaries, spacesDictionaries];

it.each(all)('has the same texts in both languages, none empty', (words) => {
  const zh = texts(words.zh);
  const en = texts(words.en);
  expect(zh.map(([path]) => path)).toEqual(en.map(([path]) => path));
  expect([...zh, ...en].filter(([, text]) => text.trim() === '')).toEqual([]);
});

it.each(all)('writes Chinese in Chinese', (words) => {
  const kept = /names\.\d|lightKey|help\.(rows|touchRows)|choices/;
  const foreign = texts(words.zh).filter(
    ([path, text]) => !kept.test(path) && !/[\u4e00-\u9fff]/.test(text) && /[a-z]/i.test(text),
  );
  expect(foreign).toEqual([]);
});
