// The first steps: each hint goes when it has been done.
import { computed, signal } from '@preact/signals';
import { keep, kept } from '../../ui/storage';

export type Hint = 'walk' | 'look' | 'places';
export const allHints: readonly Hint[] = ['walk', 'look', 'places'];

const known = (kept('hints') ?? '').split(' ');
export const doneHints = signal<ReadonlySet<Hint>>(
  new Set(allHints.filter((hint) => known.includes(hint))),
);
export const openHints = computed(() => allHints.filter((hint) => !doneHints.value.has(hint)));

function set(done: ReadonlySet<Hint>): void {
  doneHints.value = done;
  keep('hints', [...done].join(' '));
}

export function hintDone(hint: Hint): void {
  if (!doneHints.value.has(hint)) set(new Set([...doneHints.value, hint]));
}

export function dismissHints(): void {
  set(new Set(allHints));
}

export function restartHints(): void {
  set(new Set());
}
