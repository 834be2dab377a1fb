// Asking the city about spaces: what is known, and what went wrong in the page's language.
import { signal, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
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

export function tell(fault: unknown): void {
  if (!(fault instanceof ApiError)) {
    reportError(fault);
    notify(words.value.reasons.internal.title, 'bad');
  } else if (fault.status === 0) {
    notify(told.value.unreachable, 'bad');
  } else {
    notify(`${fault.title} ${fault.remedy}`.trim(), 'bad');
  }
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

/** What the city answers, asked anew when `key` changes or `again` is called; null until then. */
export function useAnswer<Answer>(key: string, ask: () => Promise<Answer>) {
  const answer = useSignal<Answer | null>(null);
  const fault = useSignal<ApiError | null>(null);
  const again = async () => {
    try {
      answer.value = await ask();
      fault.value = null;
    } catch (thrown) {
      if (!(thrown instanceof ApiError)) throw thrown;
      fault.value = thrown;
    }
  };
  useEffect(() => void again(), [key]);
  return { answer: answer.value, fault: fault.value, again };
}
