import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { settingHelpZh, settingUnitsZh } from './settings-zh';

const table = readFileSync(
  new URL('../../../kernel/base/settings_table.cpp', import.meta.url),
  'utf8',
);
/** Name and unit of each setting that the server knows. */
const settings = [...table.matchAll(/^\s*\{"([\w.-]+)",\s*k\w+,\s*"([^"]*)"/gm)].map(
  ([, name = '', unit = '']) => ({ name, unit }),
);

it('explains in Chinese each setting that the server has, and no other', () => {
  expect(settings.length).toBeGreaterThan(30);
  expect(Object.keys(settingHelpZh).sort()).toEqual(settings.map(({ name }) => name).sort());
});

it('names in Chinese each unit of a setting', () => {
  const units = new Set(settings.map(({ unit }) => unit).filter((unit) => unit !== ''));
  expect([...units].filter((unit) => !(unit in settingUnitsZh))).toEqual([]);
});
