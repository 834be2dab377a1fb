import { expect, it } from 'vitest';
import { allItems, ApiError, splitRequest } from './api-client';
import { Api, changeSetting, listReports } from './generated/api';

interface Asked {
  path: string;
  method: string;
  headers: Record<string, string>;
  body: unknown;
}

/** A client whose server gives these answers, one after another; null is a lost line. */
function clientOf(answers: (Response | null)[], key?: string) {
  const asked: Asked[] = [];
  let keys = 0;
  const api = new Api({
    language: () => 'zh',
    ...(key && { key }),
    newKey: () => `key-${++keys}`,
    fetch: (path, { method = '', headers, body }) => {
      asked.push({
        path,
        method,
        headers: headers as Record<string, string>,
        body: typeof body === 'string' ? JSON.parse(body) : undefined,
      });
      const answer = answers.shift();
      return answer ? Promise.resolve(answer) : Promise.reject(new TypeError('offline'));
    },
  });
  return { api, asked };
}

const json = (status: number, body: unknown) => new Response(JSON.stringify(body), { status });
const nothing = () => new Response(null, { status: 204 });

it('puts ids into the path, some fields into the query and the others into the body', () => {
  expect(splitRequest(changeSetting, { name: 'a/b 江', value: '', reason: 'x' })).toEqual({
    url: '/api/settings/a%2Fb%20%E6%B1%9F',
    body: { value: '', reason: 'x' },
  });
  expect(splitRequest(listReports, { open: true, after: undefined, limit: 5 })).toEqual({
    url: '/api/reports?open=true&limit=5',
    body: {},
  });
});

it('asks in the chosen language, and with the key where there is one', async () => {
  const { api, asked } = clientOf([json(200, { items: [] })], 'secret');
  expect(await api.listReports()).toEqual({ items: [] });
  expect(asked[0]?.headers).toEqual({ 'Accept-Language': 'zh', Authorization: 'Bearer secret' });
  expect(asked[0]?.body).toBeUndefined();
});

it('asks once more with the same key when the line was lost in an act that is done once', async () => {
  const { api, asked } = clientOf([null, nothing()]);
  expect(await api.liftSanction({ sanction: '7', reason: 'x' })).toBeUndefined();
  expect(asked.map(({ headers }) => headers['Idempotency-Key'])).toEqual(['key-1', 'key-1']);
});

it('does not repeat an act that could be done twice', async () => {
  const { api, asked } = clientOf([null, json(201, {})]);
  const fault = await api.makeAdministratorLink({ reason: 'x' }).catch((error: unknown) => error);
  expect(fault).toBeInstanceOf(ApiError);
  expect(fault).toMatchObject({ status: 0, reason: 'unreachable' });
  expect(asked.length).toBe(1);
});

it('tells a problem as the server told it', async () => {
  const problem = { title: '有人抢先一步。', remedy: '请刷新。', reason: 'conflict', status: 409 };
  const { api } = clientOf([json(409, problem)]);
  const fault: unknown = await api
    .decideReport({ report: '7', outcome: 'warned', reason: 'x' })
    .catch((error: unknown) => error);
  expect(fault).toMatchObject({ ...problem, detail: '', field: '' });
});

it('survives an answer that is no problem', async () => {
  const { api } = clientOf([new Response('<html>', { status: 502, statusText: 'Bad Gateway' })]);
  const fault: unknown = await api.listReports().catch((error: unknown) => error);
  expect(fault).toMatchObject({ status: 502, reason: 'internal', title: 'Bad Gateway' });
});

it('reads page after page until there is no more, or enough', async () => {
  const pages = (after = 0) =>
    Promise.resolve({ items: [after + 1, after + 2], next: after < 6 ? after + 2 : undefined });
  const all = await allItems(({ after }: { after?: number | undefined }) => pages(after), 100);
  expect(all).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  const some = await allItems(({ after }: { after?: number | undefined }) => pages(after), 4);
  expect(some).toEqual([1, 2, 3, 4]);
});
