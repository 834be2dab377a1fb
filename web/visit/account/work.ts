// Asking the city about one's account: what runs, what went wrong, in the page's language.
import { signal, useSignal } from '@preact/signals';
import { ApiError } from '../../protocol/api-client';
import { Api, type SeeAccountAnswer } from '../../protocol/generated/api';
import { language, languageTag, words } from '../i18n';
import { told } from '../i18n/account';

export const api = new Api({ language: () => language.value });

/** The account as last seen; null until it is. */
export const account = signal<SeeAccountAnswer | null>(null);

export async function refreshAccount(): Promise<SeeAccountAnswer> {
  return (account.value = await api.seeAccount());
}

export interface Told {
  title: string;
  remedy: string;
}

export function explain(fault: unknown): Told | null {
  const reasons: Readonly<Record<string, Told | undefined>> = words.value.reasons;
  if (fault instanceof ApiError) {
    if (fault.status === 0) return told.value.unreachable;
    const { title, remedy } = reasons[fault.reason] ?? fault;
    return { title, remedy };
  }
  const name = fault instanceof Error ? fault.name : '';
  if (name === 'AbortError') return null;
  if (name === 'NotAllowedError') return told.value.cancelled;
  if (name === 'InvalidStateError') return told.value.hasPasskey;
  return words.value.reasons.internal;
}

export interface Work {
  readonly busy: boolean;
  readonly fault: unknown;
  /** One at a time: a second press while one runs does nothing. */
  readonly run: (work: () => Promise<unknown>) => void;
}

export function useWork(): Work {
  const busy = useSignal(false);
  const fault = useSignal<unknown>(null);
  const start = async (work: () => Promise<unknown>) => {
    busy.value = true;
    fault.value = null;
    try {
      await work();
    } catch (thrown) {
      fault.value = thrown;
    }
    busy.value = false;
  };
  const run = (work: () => Promise<unknown>) => {
    if (!busy.value) void start(work);
  };
  return { busy: busy.value, fault: fault.value, run };
}

export function dayText(unixMs: number): string {
  if (unixMs === 0) return told.value.never;
  return new Intl.DateTimeFormat(languageTag.value, {
    dateStyle: 'medium',
    timeStyle: 'short',
  }).format(unixMs);
}
