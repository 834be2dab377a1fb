// What the browser does with passkeys, in the words of our API. Nothing else here speaks WebAuthn.
import { signal } from '@preact/signals';
import type {
  BeginPasskeyAnswer,
  BeginSignInAnswer,
  NewPasskey,
  SignInByPasskeyRequest,
} from '../../protocol/generated/api';

const kPatienceMs = 300_000;
const kEs256 = -7;
const kEdDsa = -8;
const kRs256 = -257;

/** Set while the device asks the person; abort() takes the question back. */
export const asking = signal<AbortController | null>(null);

/** Browsers have passkeys on https and on localhost, and never at a bare number. */
export function passkeysWork(host = location.hostname): boolean {
  const number = /^[\d.]+$/.test(host) || host.startsWith('[');
  return !number && isSecureContext && 'PublicKeyCredential' in globalThis;
}

export function fromBase64Url(text: string): Uint8Array<ArrayBuffer> {
  const plain = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

export function toBase64Url(bytes: ArrayBuffer): string {
  const letters = Array.from(new Uint8Array(bytes), (byte) => String.fromCharCode(byte));
  return btoa(letters.join('')).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

async function ask<T>(question: (signal: AbortSignal) => Promise<T>): Promise<T> {
  asking.value?.abort();
  const mine = new AbortController();
  asking.value = mine;
  try {
    return await question(mine.signal);
  } finally {
    if (asking.value === mine) asking.value = null;
  }
}

export interface PasskeyOwner {
  /** Shown where one chooses among passkeys. */
  accountName: string;
  displayName: string;
}

type Creation = Omit<BeginPasskeyAnswer, 'exclude'> & Partial<BeginPasskeyAnswer>;

export async function createPasskey(begun: Creation, owner: PasskeyOwner): Promise<NewPasskey> {
  const publicKey: PublicKeyCredentialCreationOptions = {
    challenge: fromBase64Url(begun.challenge),
    rp: { id: begun.rp_id, name: 'Yuancheng 元城' },
    user: {
      id: fromBase64Url(begun.user_handle),
      name: owner.accountName,
      displayName: owner.displayName,
    },
    pubKeyCredParams: [kEs256, kEdDsa, kRs256].map((alg) => ({ type: 'public-key', alg })),
    excludeCredentials: (begun.exclude ?? []).map((id) => ({
      type: 'public-key',
      id: fromBase64Url(id),
    })),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    timeout: kPatienceMs,
  };
  const made = await ask((signal) => navigator.credentials.create({ publicKey, signal }));
  const { response } = made as PublicKeyCredential;
  return {
    client_data_json: toBase64Url(response.clientDataJSON),
    attestation_object: toBase64Url(
      (response as AuthenticatorAttestationResponse).attestationObject,
    ),
  };
}

export async function usePasskey(begun: BeginSignInAnswer): Promise<SignInByPasskeyRequest> {
  const publicKey: PublicKeyCredentialRequestOptions = {
    challenge: fromBase64Url(begun.challenge),
    rpId: begun.rp_id,
    userVerification: 'required',
    timeout: kPatienceMs,
  };
  const got = await ask((signal) => navigator.credentials.get({ publicKey, signal }));
  const { id, response } = got as PublicKeyCredential;
  const answer = response as AuthenticatorAssertionResponse;
  return {
    credential_id: id,
    client_data_json: toBase64Url(answer.clientDataJSON),
    authenticator_data: toBase64Url(answer.authenticatorData),
    signature: toBase64Url(answer.signature),
  };
}

const kDevices = ['iPhone', 'iPad', 'Android', 'Windows', 'Macintosh', 'CrOS', 'Linux'] as const;

/** What a passkey is called until its owner gives it a name. */
export function deviceName(agent = navigator.userAgent): string {
  const found = kDevices.find((name) => agent.includes(name)) ?? '';
  return found === 'Macintosh' ? 'Mac' : found;
}
