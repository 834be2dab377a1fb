// Who is signed in, as this browser remembers it (no script can read the cookie itself), and which
// page of the account is open.
import { signal } from '@preact/signals';
import { keep, kept } from '../../ui/storage';
import { openPanel } from './panels';

export type AccountView =
  'sign_in' | 'sign_up' | 'lost' | 'device' | 'codes' | 'home' | 'close' | 'cases';

/** Why the account page opened by itself: it then says what to do next. */
export type Arrival = 'signed_up' | 'recovered' | 'device';

/** The account name without its @; '' for a guest. */
export const accountName = signal(kept('account') ?? '');
export const accountView = signal<AccountView>('sign_in');
export const arrival = signal<Arrival | null>(null);
/** Of a link from another device; '' if none was opened. */
export const deviceToken = signal('');

export function keepAccountName(name: string): void {
  accountName.value = name;
  keep('account', name);
}

export function openAccount(view: AccountView): void {
  accountView.value = view;
  arrival.value = null;
  openPanel('account');
}

/** The token of a device link; '' if the address holds none. */
export const deviceTokenOf = (hash: string) => /^#device=([\w-]{1,64})$/.exec(hash)?.[1] ?? '';

/** Takes the token out of the address before anything else: a copied address gives nothing. */
export function followDeviceLinks(): void {
  const look = () => {
    const token = deviceTokenOf(location.hash);
    if (token === '') return;
    history.replaceState(null, '', location.pathname);
    deviceToken.value = token;
    openAccount('device');
  };
  look();
  addEventListener('hashchange', look);
}
