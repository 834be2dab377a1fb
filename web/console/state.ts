// What the page knows of the city, asked anew every few seconds.
import { computed, signal } from '@preact/signals';
import { notify } from '../ui/notices';
import { allItems, ApiError } from '../protocol/api-client';
import { Api } from '../protocol/generated/api';
import type * as answers from '../protocol/generated/api';
import { language } from '../ui/language';
import { words } from './i18n';
import { addSample, ratesOf, type Sample } from './rates';

export interface CityState extends answers.SeeOperatorStateAnswer {
  people: answers.PresentPerson[];
  reports: answers.Report[];
  sanctions: answers.Sanction[];
  settings: answers.Setting[];
}

export type Access = 'asking' | 'inside' | 'refused' | 'link_spent';

const kRefreshMs = 3_000;
const kPeopleShown = 2_000;
const kNewest = { limit: 200 };

export const api = new Api({ language: () => language.value });

export const access = signal<Access>('asking');
export const city = signal<CityState | null>(null);
export const reachable = signal(true);
export const samples = signal<readonly Sample[]>([]);
export const rates = computed(() => ratesOf(samples.value));

/** The token of a one-time link; '' if the address holds none. */
export function tokenOf(hash: string): string {
  return /^#enter=([\w-]+)$/.exec(hash)?.[1] ?? '';
}

/** The first call refuses for all of them. */
async function askCity(): Promise<CityState> {
  const state = await api.seeOperatorState();
  const [people, reports, sanctions, settings] = await Promise.all([
    allItems<answers.PresentPerson, number>((page) => api.listPresentPeople(page), kPeopleShown),
    api.listReports(kNewest),
    api.listSanctions(kNewest),
    api.listSettings(kNewest),
  ]);
  return {
    ...state,
    people,
    reports: reports.items,
    sanctions: sanctions.items,
    settings: settings.items,
  };
}

export async function refresh(): Promise<void> {
  try {
    const next = await askCity();
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
    await api.enterByLink({ token });
  } catch {
    access.value = 'link_spent';
  }
}

export async function keepFresh(): Promise<void> {
  await refresh();
  const wanted = access.value === 'inside' || !reachable.value;
  if (wanted) setTimeout(() => void keepFresh(), kRefreshMs);
}

function whatFailed({ status, title, detail, remedy }: ApiError): string {
  if (status === 0) return words.value.unreachable;
  return [title, detail, remedy].filter((text) => text !== '').join(' ');
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
    notify(words.value.failed(fault instanceof ApiError ? whatFailed(fault) : ''), 'bad');
    return false;
  }
}

export async function signOut(): Promise<void> {
  await api.leaveSession().catch(() => undefined);
  city.value = null;
  access.value = 'refused';
}
