// What the line says of people together: kept for the pages, and told in a few words.
import { signal } from '@preact/signals';
import type { Company, Notice } from '../../protocol';
import { notify } from '../../ui/notices';
import { told } from '../i18n/people';
import { inCompany } from '../people-door';

/** Grows with each notice: what pages show is asked anew. */
export const pulse = signal(0);

/** Requests that wait for an answer, one's own and those of others; and with whom one goes. */
export const requests = signal<readonly Company[]>([]);
export const links = signal<readonly Company[]>([]);
/** The talk that is on the screen now: what comes in it needs no words over it. */
export const openTalk = signal('');

export const talkKey = (person: string | undefined, group: string | undefined) =>
  group ? `group ${group}` : `person ${person ?? ''}`;

export function noticed(notice: Notice): void {
  pulse.value += 1;
  const group = notice.subject === 0n ? undefined : String(notice.subject);
  if (notice.kind === 'message') {
    if (openTalk.value !== talkKey(String(notice.person), group)) {
      notify(told.value.wrote(notice.name));
    }
    return;
  }
  const words: Readonly<Record<string, ((name: string) => string) | undefined>> =
    told.value.noticeTexts;
  const text = words[notice.kind]?.(notice.name);
  if (text) notify(text, notice.kind === 'measure_taken' ? 'bad' : 'plain');
}

function keep(list: readonly Company[], one: Company): readonly Company[] {
  return [...list.filter((other) => !isSame(other, one)), one];
}
const isSame = (a: Company, b: Company) =>
  a.person === b.person && a.request === b.request && a.want === b.want;

export function companyTold(message: Company): void {
  const { state, person, name, want } = message;
  const words = told.value.company;
  switch (state) {
    case 'asked':
    case 'waiting':
      requests.value = keep(requests.value, message);
      if (state === 'waiting') notify(words.waiting(name));
      break;
    case 'accepted':
    case 'refused':
    case 'lapsed': {
      const mine = requests.value.some((one) => isSame(one, message) && one.state === 'waiting');
      requests.value = requests.value.filter((one) => !isSame(one, message));
      if (mine) notify(words[state](name), state === 'accepted' ? 'good' : 'plain');
      break;
    }
    case 'following':
    case 'followed':
      requests.value = requests.value.filter((one) => !isSame(one, message));
      links.value = [...links.value.filter((link) => link.person !== person), message];
      if (state === 'following') notify(words.accepted(name), 'good');
      break;
    case 'ended':
      links.value = links.value.filter((link) => link.person !== person || link.want !== want);
      notify(words.ended(name));
  }
  inCompany.value = requests.value.length + links.value.length > 0;
}

/** Company ends with the line. */
export function lineLost(): void {
  requests.value = links.value = [];
  inCompany.value = false;
}
