import { beforeEach, expect, it } from 'vitest';
import type { Company, Notice } from '../../protocol';
import { notices } from '../../ui/notices';
import { language } from '../../ui/language';
import { peopleEn } from '../i18n/people-en';
import { inCompany } from '../people-door';
import { companyTold, lineLost, links, noticed, openTalk, pulse, requests, talkKey } from './live';

const company = (change: Partial<Company>): Company => ({
  type: 'company',
  state: 'asked',
  want: 'summon',
  request: 3n,
  person: 7n,
  name: 'Ming',
  lapsesS: 60,
  ...change,
});
const notice = (change: Partial<Notice>): Notice => ({
  type: 'notice',
  kind: 'message',
  id: 9n,
  person: 7n,
  name: 'Ming',
  subject: 0n,
  unread: 1,
  ...change,
});
const shown = () => notices.value.map(({ text }) => text);

beforeEach(() => {
  language.value = 'en';
  lineLost();
  notices.value = [];
  openTalk.value = '';
});

it('a request stands until it is answered or lapses', () => {
  companyTold(company({}));
  expect(requests.value).toHaveLength(1);
  expect(inCompany.value).toBe(true);
  companyTold(company({ state: 'lapsed', lapsesS: 0 }));
  expect(requests.value).toEqual([]);
  expect(inCompany.value).toBe(false);
  expect(shown()).toEqual([]);
});

it('who asked is told how it ended', () => {
  companyTold(company({ state: 'waiting' }));
  companyTold(company({ state: 'refused', lapsesS: 0 }));
  expect(shown()).toContain(peopleEn.company.refused('Ming'));
});

it('going together lasts until it is ended', () => {
  companyTold(company({ state: 'waiting', want: 'follow' }));
  companyTold(company({ state: 'following', want: 'follow', lapsesS: 0 }));
  expect(requests.value).toEqual([]);
  expect(links.value).toHaveLength(1);
  companyTold(company({ state: 'ended', want: 'follow', request: 0n, lapsesS: 0 }));
  expect(inCompany.value).toBe(false);
});

it('a message is told in words unless its talk is open', () => {
  openTalk.value = talkKey('7', undefined);
  noticed(notice({}));
  expect(shown()).toEqual([]);
  noticed(notice({ person: 8n, name: 'Anna' }));
  expect(shown()).toEqual([peopleEn.wrote('Anna')]);
});

it('each notice makes the pages ask anew, and a kind not known says nothing', () => {
  const before = pulse.value;
  noticed(notice({ kind: 'count' }));
  noticed(notice({ kind: 'something_new' }));
  expect(pulse.value).toBe(before + 2);
  expect(shown()).toEqual([]);
});
