// Which page of the console is open: kept in the address, so that reload and back work.
import { computed, signal } from '@preact/signals';
import type { Act } from '../protocol/generated/rights';

/** Each page with the act that opens it. */
export const pageActs = {
  cases: 'close_report',
  appeals: 'decide_appeal',
  people: 'see_operator_page',
  spaces: 'see_operator_page',
  verifications: 'verify_person',
  roles: 'see_operator_page',
  load: 'see_operator_page',
  backups: 'back_up',
  settings: 'see_operator_page',
  audit: 'see_audit',
} as const satisfies Record<string, Act>;

export type Page = keyof typeof pageActs;
export const pages = Object.keys(pageActs) as Page[];

/** #people/12 -> the page and what of it is open. */
export function placeOf(hash: string): { page: Page; open: string } {
  const [, name = '', open = ''] = /^#(\w+)(?:\/(\w+))?$/.exec(hash) ?? [];
  const page = pages.find((each) => each === name);
  return page ? { page, open } : { page: 'cases', open: '' };
}

const hash = signal('');
export const place = computed(() => placeOf(hash.value));

export function followAddress(): void {
  const read = () => (hash.value = location.hash);
  addEventListener('hashchange', read);
  read();
}

export const hrefOf = (page: Page, open = '') => `#${page}${open ? `/${open}` : ''}`;
