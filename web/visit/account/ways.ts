// Signing up, in and out. After each the visit goes on as whom one is then.
import { ApiError } from '../../protocol/api-client';
import type { BeginSignUpAnswer, NewPasskey } from '../../protocol/generated/api';
import { notify } from '../../ui/notices';
import { languageTag } from '../i18n';
import { told } from '../i18n/account';
import type { Session } from '../session';
import {
  accountName,
  accountView,
  arrival,
  deviceToken,
  keepAccountName,
  type Arrival,
} from '../state/account';
import { closePanel } from '../state/panels';
import * as profile from '../state/profile';
import { createPasskey, deviceName, usePasskey } from './passkeys';
import { account, api, refreshAccount } from './work';

const kNamePattern = /^[A-Za-z0-9_\p{Script=Han}]{2,24}$/u;
export const kPasswordLeast = 10;
export const kPasswordMost = 128;

/** As the city reads an account name: without @, full-width letters narrowed. */
export const plainName = (typed: string) => typed.normalize('NFKC').trim().replace(/^@/, '');
export const isAccountName = (name: string) => kNamePattern.test(name);
export const passwordFits = (password: string) => {
  const { length } = [...password];
  return length >= kPasswordLeast && length <= kPasswordMost;
};

/** The city's own name and look of this person become this browser's, and the line is renewed. */
async function becomePerson(session: Session | null): Promise<string> {
  const seen = await refreshAccount();
  if (!accountName.value) profile.keepGuest();
  if (seen.display_name) profile.name.value = seen.display_name;
  profile.look.value = profile.checkedLook(seen.look) ?? profile.look.value;
  profile.keepProfile();
  keepAccountName(seen.account_name);
  session?.renew();
  return seen.account_name;
}

/** A passkey that the device made stays good while another name is tried. */
export interface Attempt {
  begun?: BeginSignUpAnswer;
  passkey?: NewPasskey;
}

export interface NewAccount {
  name: string;
  /** Empty: by passkey. */
  password: string;
  attempt: Attempt;
}

const nameFaults: readonly string[] = ['account_name_taken', 'account_name_invalid', 'unreachable'];

async function newPasskey(name: string, attempt: Attempt): Promise<NewPasskey> {
  if (attempt.passkey) return attempt.passkey;
  const owner = { accountName: name, displayName: profile.name.value || name };
  const begun = await withGuest((guest_token) => api.beginSignUp({ guest_token }));
  return (attempt.passkey = await createPasskey(begun, owner));
}

/** A kept token that the city no longer knows is worth nothing: then as somebody new. */
async function withGuest<T>(ask: (token: string) => Promise<T>): Promise<T> {
  try {
    return await ask(profile.token.value);
  } catch (fault) {
    if (!(fault instanceof ApiError) || fault.reason !== 'token_unknown') throw fault;
    profile.keepToken('');
    return ask('');
  }
}

export async function signUp(wanted: NewAccount, session: Session | null): Promise<void> {
  const { name, password, attempt } = wanted;
  const passkey = password ? undefined : await newPasskey(name, attempt);
  const request = {
    account_name: name,
    display_name: profile.name.value || name,
    look: profile.look.value.toString(),
    languages: languageTag.value.slice(0, 2),
    passkey,
    passkey_label: passkey ? deviceName() : '',
    password,
  };
  try {
    await withGuest((guest_token) => api.signUp({ ...request, guest_token }));
  } catch (fault) {
    const again = fault instanceof ApiError && nameFaults.includes(fault.reason);
    if (!again) delete attempt.passkey;
    throw fault;
  }
  profile.keepToken('');
  await becomePerson(session);
  arrival.value = 'signed_up';
  accountView.value = 'codes';
}

async function entered(session: Session | null, next: Arrival | null): Promise<void> {
  const name = await becomePerson(session);
  arrival.value = next;
  if (next) {
    accountView.value = 'home';
  } else {
    notify(told.value.signIn.done(name), 'good');
    closePanel();
  }
}

export async function signInByPasskey(session: Session | null): Promise<void> {
  const begun = await api.beginSignIn();
  await api.signInByPasskey(await usePasskey(begun));
  await entered(session, null);
}

export async function signInByPassword(
  name: string,
  password: string,
  session: Session | null,
): Promise<void> {
  await api.signInByPassword({ account_name: plainName(name), password });
  await entered(session, null);
}

export async function signInByCode(code: string, session: Session | null): Promise<void> {
  await api.signInByRecoveryCode({ code: code.trim() });
  await entered(session, 'recovered');
}

export async function signInByDevice(session: Session | null): Promise<void> {
  await api.signInByDeviceLink({ token: deviceToken.value });
  deviceToken.value = '';
  await entered(session, 'device');
}

/** This browser is a guest's again. */
export function becomeGuest(session: Session | null): void {
  account.value = null;
  arrival.value = null;
  keepAccountName('');
  profile.takeGuestBack();
  session?.renew();
}

export async function signOut(session: Session | null): Promise<void> {
  await api.leaveSession();
  becomeGuest(session);
  notify(told.value.signIn.outDone, 'good');
  closePanel();
}

export async function closeAccount(session: Session | null): Promise<void> {
  await api.closeAccount();
  profile.keepToken('');
  becomeGuest(session);
  notify(told.value.close.done, 'good');
  closePanel();
}

/** This browser thinks that it is signed in: is it still? */
export async function checkSession(session: Session | null): Promise<void> {
  try {
    const seen = await refreshAccount();
    keepAccountName(seen.account_name);
  } catch (fault) {
    if (!(fault instanceof ApiError) || fault.status !== 401) throw fault;
    becomeGuest(session);
    accountView.value = 'sign_in';
    notify(told.value.signIn.over);
  }
}
