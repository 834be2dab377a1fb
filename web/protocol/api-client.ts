// Asks the HTTP API (schema/api.json). The operations are in generated/api.ts; a page may import
// single ones, so that it loads no more than it uses.

/** One operation: how a request becomes an HTTP call. The types are of its request and answer. */
export interface Operation<Request, Answer> {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** With {ids} that the request fills in. */
  readonly path: string;
  /** Fields that travel in the query; all others in the body. */
  readonly query: readonly string[];
  /** Takes an Idempotency-Key: asked again when the line is lost, and still done once. */
  readonly idempotent?: true;
  /** Never there: carries the types. */
  readonly types?: (request: Request) => Answer;
}

/** The server said no (`reason` as in schema/reasons.json), or nothing ('unreachable', status 0). */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly reason: string,
    /** Sentences in the chosen language; empty when unreachable. */
    readonly title: string,
    readonly remedy: string,
    /** What was wrong this time, where there is more to say. */
    readonly detail: string,
    /** The field of the request that was wrong. */
    readonly field: string,
  ) {
    super(detail || title || reason);
  }
}

export interface ApiOptions {
  /** The language of errors. */
  language: () => string;
  /** Another server than the page's own, without a slash at the end. */
  base?: string;
  /** An API key; without one the browser's session is used. */
  key?: string;
  fetch?: (path: string, request: RequestInit) => Promise<Response>;
  newKey?: () => string;
}

const kKeyBytes = 16;

/** crypto.randomUUID is missing on plain http addresses. */
function randomKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(kKeyBytes));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** What travels in an address. */
type Plain = string | number | boolean;

/** Path, query and body of a request; fields that are undefined are left out. */
export function splitRequest({ path, query }: Operation<never, unknown>, request: object) {
  const rest: Record<string, unknown> = { ...request };
  const take = (name: string) => {
    const value = rest[name] as Plain | undefined;
    Reflect.deleteProperty(rest, name);
    return value === undefined ? undefined : encodeURIComponent(String(value));
  };
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => take(name) ?? '');
  const pairs = query.flatMap((name) => {
    const value = take(name);
    return value === undefined ? [] : [`${name}=${value}`];
  });
  return { url: filled + (pairs.length > 0 ? `?${pairs.join('&')}` : ''), body: rest };
}

async function errorOf(answer: Response): Promise<ApiError> {
  const json: unknown = await answer.json().catch(() => null);
  const told = (typeof json === 'object' && json !== null ? json : {}) as Record<string, string>;
  const { reason = 'internal', title = answer.statusText, remedy = '' } = told;
  return new ApiError(answer.status, reason, title, remedy, told.detail ?? '', told.field ?? '');
}

export class ApiClient {
  constructor(private readonly options: ApiOptions) {}

  async call<Request extends object, Answer>(
    operation: Operation<Request, Answer>,
    request: Request,
  ): Promise<Answer> {
    const { url, body } = splitRequest(operation, request);
    const { base = '', key, newKey = randomKey } = this.options;
    const headers: Record<string, string> = { 'Accept-Language': this.options.language() };
    if (key) headers.Authorization = `Bearer ${key}`;
    if (operation.idempotent) headers['Idempotency-Key'] = newKey();
    const sent: RequestInit = { method: operation.method, headers, credentials: 'same-origin' };
    if (operation.method !== 'GET') {
      headers['Content-Type'] = 'application/json';
      sent.body = JSON.stringify(body);
    }
    const answer = await this.send(base + url, sent, operation.idempotent ? 2 : 1);
    if (!answer.ok) throw await errorOf(answer);
    return (answer.status === 204 ? undefined : await answer.json()) as Answer;
  }

  private async send(url: string, sent: RequestInit, tries: number): Promise<Response> {
    const ask = this.options.fetch ?? ((path, request) => fetch(path, request));
    const answer = await ask(url, sent).catch(() => null);
    if (answer) return answer;
    if (tries > 1) return this.send(url, sent, tries - 1);
    throw new ApiError(0, 'unreachable', '', '', '', '');
  }
}

interface Page<Item, Place> {
  items: Item[];
  next?: Place | undefined;
}

/** The items of a paged operation, page after page, at most `most`. */
export async function allItems<Item, Place>(
  ask: (page: { after?: Place | undefined; limit: number }) => Promise<Page<Item, Place>>,
  most: number,
): Promise<Item[]> {
  const kLargestPage = 200;
  const items: Item[] = [];
  let after: Place | undefined;
  do {
    const limit = Math.min(kLargestPage, most - items.length);
    const page = await ask({ after, limit });
    items.push(...page.items);
    after = page.next;
  } while (after !== undefined && items.length < most);
  return items;
}
