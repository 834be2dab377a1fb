// Asking the city about people: which page is open, and what the line is asked.
import { signal } from '@preact/signals';
import { seeAccount } from '../../protocol/generated/api';
import { notify } from '../../ui/notices';
import { languageTag, words } from '../i18n';
import { told } from '../i18n/people';
import type { Session } from '../session';
import { client, useAnswer } from '../spaces/work';
import { accountName } from '../state/account';
import { openPanel } from '../state/panels';

export { client, kPage, useAct, useAnswer, usePages } from '../spaces/work';

export type View =
  | {
      page:
        | 'home'
        | 'friends'
        | 'talks'
        | 'groups'
        | 'calendar'
        | 'plan'
        | 'notices'
        | 'privacy'
        | 'cases';
    }
  | { page: 'person'; person: string; name: string }
  | { page: 'talk'; person?: string | undefined; group?: string | undefined; name: string }
  | { page: 'group'; group: string; name: string }
  | { page: 'event'; event: string };

const home: View = { page: 'home' };
/** The pages that lead to the open one, which is the last. */
const path = signal<readonly View[]>([home]);

export const view = () => path.value.at(-1) ?? home;
export const isHome = () => path.value.length === 1;
export function go(next: View): void {
  path.value = [...path.value, next];
}
export function back(): void {
  path.value = path.value.length > 1 ? path.value.slice(0, -1) : [home];
}
export function goHome(): void {
  path.value = [home];
}
/** From elsewhere in the page: the panel opens at this page. */
export function openAt(next: View): void {
  path.value = [home, next];
  openPanel('together');
}

interface Whom {
  person?: bigint;
  handle?: number;
  request?: bigint;
}

/** Asks over the line; a refusal is told. */
export async function askCompany(
  session: Session,
  want: 'follow' | 'summon' | 'accept' | 'refuse' | 'end',
  { person = 0n, handle = 0, request = 0n }: Whom,
): Promise<void> {
  const outcome = await session.request({ type: 'ask_company', want, person, handle, request });
  if (outcome === 'done') return;
  const { company } = told.value;
  const special: Readonly<Record<string, string | undefined>> =
    want === 'accept' || want === 'refuse'
      ? { denied: company.over, no_such_person: company.over }
      : { denied: company.denied, rate_limited: company.later, no_such_person: company.away };
  if (outcome === 'lost') return notify(words.value.chat.lostLine, 'bad');
  const { title, remedy } = words.value.reasons[outcome];
  notify(special[outcome] ?? `${title} ${remedy}`, 'bad');
}

export function timeText(unixMs: number): string {
  return new Intl.DateTimeFormat(languageTag.value, {
    dateStyle: 'medium',
    timeStyle: 'short',
  }).format(unixMs);
}

/** Who one is, by number; empty until it is known. */
export function useMe(): string {
  const { answer } = useAnswer(accountName.value, () => client.call(seeAccount, {}));
  return answer?.person ?? '';
}
