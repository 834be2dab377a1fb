// Who the visitor is, as this browser remembers it.
import { signal } from '@preact/signals';
import { lookCounts, packLook, unpackLook, type Look } from '../../protocol';
import { keep, kept } from '../../ui/storage';

export const kLongestName = 24;

const parts = Object.keys(lookCounts) as (keyof Look)[];

/** A look drawn by chance; `random` gives 0 to 1. */
export function randomLook(random: () => number = Math.random): bigint {
  const look = { ...lookCounts };
  for (const part of parts) look[part] = Math.floor(random() * lookCounts[part]);
  return packLook(look);
}

/** The look if every part of it exists, else undefined. */
export function checkedLook(text: string | null): bigint | undefined {
  if (!text || !/^\d{1,20}$/.test(text)) return undefined;
  const packed = BigInt(text);
  const look = unpackLook(packed);
  const valid = parts.every((part) => look[part] < lookCounts[part]) && packLook(look) === packed;
  return valid ? packed : undefined;
}

export function withPart(packed: bigint, part: keyof Look, choice: number): bigint {
  return packLook({ ...unpackLook(packed), [part]: choice });
}

/** A name as the city takes it: trimmed, single spaces, at most 24 characters; may be ''. */
export function cleanName(text: string): string {
  const plain = text.replace(/\s+/gu, ' ').trim();
  return [...plain].slice(0, kLongestName).join('').trim();
}

function randomHint(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

export const name = signal(cleanName(kept('name') ?? ''));
export const look = signal(checkedLook(kept('look')) ?? randomLook());
export const token = signal(kept('token') ?? '');
/** True if this browser has entered before. */
export const returning = signal(
  name.value !== '' && (token.value !== '' || (kept('account') ?? '') !== ''),
);

export function keepProfile(): void {
  keep('name', name.value);
  keep('look', look.value.toString());
}

export function keepToken(value: string): void {
  token.value = value;
  keep('token', value);
}

/** What the guest was called, for when a person who signs in here signs out again. */
export function keepGuest(): void {
  keep('guest.name', name.value);
  keep('guest.look', look.value.toString());
}

export function takeGuestBack(): void {
  name.value = cleanName(kept('guest.name') ?? '') || name.value;
  look.value = checkedLook(kept('guest.look')) ?? look.value;
  keepProfile();
}

/** Random id of this browser, made at first use. */
export function deviceHint(): string {
  const known = kept('device');
  if (known) return known;
  const made = randomHint();
  keep('device', made);
  return made;
}
