// What the page knows of the city, asked anew every few seconds.
import { computed, signal } from '@preact/signals';
import { notify } from '../ui/notices';
import { ApiError } from '../protocol/api-client';
import { Api } from '../protocol/generated/api';
import type * as answers from '../protocol/generated/api';
import type { Act } from '../protocol/generated/rights';
import { language } from '../ui/language';
import { words } from './i18n';
import { addSample, ratesOf, type Sample } from './rates';

export type CityState = answers.SeeOperatorStateAnswer;

export type Access = 'asking' | 'inside' | 'refused' | 'link_spent';

const kRefreshMs = 3_000;

export const api = new Api({ language: () => language.value });

export const access = signal<Access>('asking');
export const city = signal<CityState | null>(null);
export const reachable = signal(true);
/** Grows when what the pages show should be asked again. */
export const refreshes = signal(0);
export const samples = signal<readonly Sample[]>([]);
/** Whether the city lets this operator do it; the city decides again when it is done. */
export const may = (act: Act) => city.value?.may.includes(act) ?? false;
export const rates = computed(() => ratesOf(samples.value));

/** The token of a one-time link; '' if the address holds none. */
export function tokenOf(hash: string): string {
  return /^#enter=([\w-]+)$/.exec(hash)?.[1] ?? '';
}

export async function refresh(): Promise<void> {
  try {
    const next = await api.seeOperatorState();
    city.value = next;
    samples.value = addSample(samples.value, next);
    access.value = 'inside';
    reachable.value = true;
    refreshes.value += 1;
  } catch (fault) {
    const status = fault instanceof ApiError ? fault.status : 0;
    if (status === 401 || status === 403) {
      if (access.value !== 'link_spent') access.value = 'refused';
    } else reachable.value = false;
  }
}

/** Of a link that was not taken up yet; '' if there is none. */
let token = '';

/** Takes the token out of the address before anything else: a copied address gives nothing. */
export function takeLink(): void {
  token = tokenOf(location.hash);
  if (token !== '') history.replaceState(null, '', location.pathname);
}

const kTooMany = 429;

/** What another try may mend leaves the link for it. */
async function enterByLink(): Promise<void> {
  if (token === '') return;
  try {
    await api.enterByLink({ token });
  } catch (fault) {
    const { status } = fault instanceof ApiError ? fault : { status: 0 };
    reachable.value = status !== 0 && status !== kTooMany && status < 500;
    if (!reachable.value) return;
    access.value = 'link_spent';
  }
  token = '';
}

export async function keepFresh(): Promise<void> {
  await enterByLink();
  if (token === '') await refresh();
  const wanted = access.value === 'inside' || !reachable.value;
  if (wanted) setTimeout(() => void keepFresh(), kRefreshMs);
}

export function whatFailed({ status, title, detail, remedy }: ApiError): string {
  if (status === 0) return words.value.unreachable;
  return [title, detail, remedy].filter((text) => text !== '').join(' ');
}

/** Does an act, and shows the city after it. What went wrong; '' if it is done, which is told. */
export async function attempt<T>(
  work: () => Promise<T>,
  done: (result: T) => string = () => words.value.done,
): Promise<string> {
  try {
    notify(done(await work()), 'good');
  } catch (fault) {
    return words.value.failed(fault instanceof ApiError ? whatFailed(fault) : '');
  }
  await refresh();
  return '';
}

/** The same for an act outside a dialog: says how it ended. */
export async function act<T>(work: () => Promise<T>, done?: (result: T) => string): Promise<void> {
  const fault = await attempt(work, done);
  if (fault !== '') notify(fault, 'bad');
}

export async function signOut(): Promise<void> {
  try {
    await api.leaveSession();
  } catch (fault) {
    // Signed in no longer: that is what was wanted.
    if (!(fault instanceof ApiError) || fault.status !== 401) {
      return notify(words.value.failed(fault instanceof ApiError ? whatFailed(fault) : ''), 'bad');
    }
  }
  city.value = null;
  access.value = 'refused';
}
