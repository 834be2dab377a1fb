// What the page knows of the city, asked anew every few seconds.
import { computed, signal } from '@preact/signals';
import { notify } from '../ui/notices';
import { api, ApiError, type CityState } from './api';
import { words } from './i18n';
import { addSample, ratesOf, type Sample } from './rates';

export type Access = 'asking' | 'inside' | 'refused' | 'link_spent';

const kRefreshMs = 3_000;

export const access = signal<Access>('asking');
export const city = signal<CityState | null>(null);
export const reachable = signal(true);
export const samples = signal<readonly Sample[]>([]);
export const rates = computed(() => ratesOf(samples.value));

/** The token of a one-time link; '' if the address holds none. */
export function tokenOf(hash: string): string {
  return /^#enter=([\w-]+)$/.exec(hash)?.[1] ?? '';
}

export async function refresh(): Promise<void> {
  try {
    const next = await api.state();
    city.value = next;
    samples.value = addSample(samples.value, next);
    access.value = 'inside';
    reachable.value = true;
  } catch (fault) {
    const status = fault instanceof ApiError ? fault.status : 0;
    if (status === 401 || status === 403) {
      if (access.value !== 'link_spent') access.value = 'refused';
    } else reachable.value = false;
  }
}

/** Takes the token out of the address before anything else: a copied address gives nothing. */
export async function enterByLink(): Promise<void> {
  const token = tokenOf(location.hash);
  if (token === '') return;
  history.replaceState(null, '', location.pathname);
  try {
    await api.enter(token);
  } catch {
    access.value = 'link_spent';
  }
}

export async function keepFresh(): Promise<void> {
  await refresh();
  const wanted = access.value === 'inside' || !reachable.value;
  if (wanted) setTimeout(() => void keepFresh(), kRefreshMs);
}

/** Does an act, says how it ended and shows the city after it. True if it is done. */
export async function act<T>(
  work: () => Promise<T>,
  done: (result: T) => string = () => words.value.done,
): Promise<boolean> {
  try {
    notify(done(await work()), 'good');
    await refresh();
    return true;
  } catch (fault) {
    const { detail, remedy } = fault instanceof ApiError ? fault : { detail: '', remedy: '' };
    notify(words.value.failed(detail, remedy), 'bad');
    return false;
  }
}

export async function signOut(): Promise<void> {
  await api.leave().catch(() => undefined);
  city.value = null;
  access.value = 'refused';
}
