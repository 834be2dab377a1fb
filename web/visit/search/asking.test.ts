import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { ApiError } from '../../protocol/api-client';
import type { Found } from '../../protocol/generated/api';
import { Asking, type Page } from './asking';

const found = (name: string) => ({ name }) as Found;

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

it('asks once, for what stands there after a pause in typing', async () => {
  const asked: string[] = [];
  const asking = new Asking((text) => {
    asked.push(text);
    return Promise.resolve({ items: [found(text)] });
  });
  for (const typed of ['l', 'lo', ' lot ']) asking.look(typed, 'all');
  expect(asking.looking.value).toBe(true);
  await vi.runAllTimersAsync();
  expect(asked).toEqual(['lot']);
  expect(asking.rows.value.map(({ name }) => name)).toEqual(['lot']);
  expect(asking.looking.value).toBe(false);
});

it('drops an answer that comes when something else is asked', async () => {
  const waiting: ((page: Page) => void)[] = [];
  const asking = new Asking(() => new Promise((resolve) => waiting.push(resolve)));
  asking.look('old', 'all', true);
  asking.look('new', 'all', true);
  waiting[1]?.({ items: [found('new')] });
  waiting[0]?.({ items: [found('old')] });
  await vi.runAllTimersAsync();
  expect(asking.rows.value.map(({ name }) => name)).toEqual(['new']);
});

it('puts the next page behind the first, and says why there is none', async () => {
  const answers: (Page | ApiError)[] = [
    { items: [found('a')], next: 1 },
    { items: [found('b')] },
    new ApiError(0, 'unreachable', '', '', '', ''),
  ];
  const asking = new Asking(() => {
    const answer = answers.shift() as Page | ApiError;
    return answer instanceof ApiError ? Promise.reject(answer) : Promise.resolve(answer);
  });
  asking.look('a', 'person', true);
  await vi.runAllTimersAsync();
  asking.more('person');
  await vi.runAllTimersAsync();
  expect(asking.rows.value.map(({ name }) => name)).toEqual(['a', 'b']);
  expect(asking.next.value).toBeNull();
  asking.look('a', 'all', true);
  await vi.runAllTimersAsync();
  expect(asking.fault.value?.status).toBe(0);
  asking.look('', 'all');
  expect(asking.rows.value).toEqual([]);
  expect(asking.fault.value).toBeNull();
});
