// Asking the city about spaces: what is known, and what went wrong in the page's language.
import { signal, useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { ApiClient, ApiError, type Operation } from '../../protocol/api-client';
import { notify } from '../../ui/notices';
import { language, words } from '../i18n';
import { told } from '../i18n/spaces';
import * as profile from '../state/profile';
import { askReason } from './reason';

/** A guest, who has no cookie, is known by the token where only looking is asked. */
const plain = new ApiClient({
  language: () => language.value,
  fetch: (path, request) => {
    const headers = new Headers(request.headers);
    if (profile.token.value) headers.set('X-Guest-Token', profile.token.value);
    return fetch(path, { ...request, headers });
  },
});

/** Asks why where the record needs it, and once more then. */
export const client = {
  async call<Request extends object, Answer>(
    operation: Operation<Request, Answer>,
    request: Request,
  ): Promise<Answer> {
    try {
      return await plain.call(operation, request);
    } catch (fault) {
      if (!(fault instanceof ApiError) || fault.reason !== 'reason_needed') throw fault;
      const reason = await askReason();
      if (reason === null) throw fault;
      return plain.call(operation, { ...request, reason });
    }
  },
};

/** Which page of the panel is open: the list, the form, or a space by its id. */
export const view = signal<'list' | 'make' | { id: string }>('list');

/** What happened, and what to do about it. */
export function faultText({ status, title, detail, remedy }: ApiError): string {
  if (status === 0) return told.value.unreachable;
  return [title, detail, remedy].filter((text) => text !== '').join(' ');
}

export function tell(fault: unknown): void {
  if (fault instanceof ApiError) return notify(faultText(fault), 'bad');
  reportError(fault);
  notify(words.value.reasons.internal.title, 'bad');
}

/** Runs one act at a time; a fault is told. True when it went well. */
export function useAct() {
  const busy = useSignal(false);
  const act = async (work: () => Promise<unknown>): Promise<boolean> => {
    if (busy.value) return false;
    busy.value = true;
    try {
      await work();
      return true;
    } catch (fault) {
      tell(fault);
      return false;
    } finally {
      busy.value = false;
    }
  };
  return { busy: busy.value, act };
}

/** What is known of an answer; null until it is. */
export interface Asked<Answer> {
  answer: Answer | null;
  fault: ApiError | null;
  again: () => Promise<void>;
}

interface Known<Answer> {
  subject: string;
  answer: Answer | null;
  fault: ApiError | null;
}

/**
 * What the city answers about `subject`, asked anew when it or `beat` changes or `again` is called.
 * Null until then; of another subject nothing is shown, and an answer that a newer one overtook
 * is dropped.
 */
export function useAnswer<Answer>(
  subject: string,
  ask: () => Promise<Answer>,
  beat: number | string = 0,
): Asked<Answer> {
  const none: Known<Answer> = { subject, answer: null, fault: null };
  const state = useSignal(none);
  const turn = useRef(0);
  const latest = useRef(subject);
  latest.current = subject;
  const again = async () => {
    if (latest.current !== subject) return;
    const mine = (turn.current += 1);
    const told = (answered: Partial<Known<Answer>>) => {
      if (mine === turn.current) state.value = { ...none, ...answered };
    };
    try {
      told({ answer: await ask() });
    } catch (thrown) {
      if (!(thrown instanceof ApiError)) throw thrown;
      const before = state.value.subject === subject ? state.value.answer : null;
      told({ answer: before, fault: thrown });
    }
  };
  useEffect(() => void again(), [subject, beat]);
  const { answer, fault } = state.value.subject === subject ? state.value : none;
  return { answer, fault, again };
}

interface Page<Item, Place> {
  items: Item[];
  next?: Place | undefined;
}

export const kPage = 100;

/** The pages of a list, as many as hold `most`; `next` is absent when that was all. */
async function pagesOf<Item, Place>(
  ask: (page: { after?: Place | undefined; limit: number }) => Promise<Page<Item, Place>>,
  most: number,
): Promise<Page<Item, Place>> {
  const items: Item[] = [];
  let next: Place | undefined;
  do {
    const page = await ask({ after: next, limit: kPage });
    items.push(...page.items);
    next = page.next;
  } while (next !== undefined && items.length < most);
  return { items, next };
}

/** A list in pages; what was opened by `more` stays open when it is asked again. */
export function usePages<Item, Place>(
  subject: string,
  ask: (page: { after?: Place | undefined; limit: number }) => Promise<Page<Item, Place>>,
  beat: number | string = 0,
) {
  const wanted = useRef({ subject, count: kPage });
  if (wanted.current.subject !== subject) wanted.current = { subject, count: kPage };
  const asked = useAnswer(subject, () => pagesOf(ask, wanted.current.count), beat);
  const more = async () => {
    wanted.current.count += kPage;
    await asked.again();
  };
  return { ...asked, more: asked.answer?.next === undefined ? null : more };
}
