// What this browser keeps between visits. A browser that forbids storage still visits, as new.
import { effect, type Signal } from '@preact/signals';

const kPrefix = 'yuancheng.';

export function kept(key: string): string | null {
  try {
    return localStorage.getItem(kPrefix + key);
  } catch {
    return null;
  }
}

export function keep(key: string, value: string): void {
  try {
    localStorage.setItem(kPrefix + key, value);
  } catch {
    // Storage is full or forbidden: this visit works, the next one starts anew.
  }
}

/** A kept value if it is one of the choices, else the first of them. */
export function keptChoice<const T extends string>(key: string, choices: readonly [T, ...T[]]): T {
  const value = kept(key);
  return choices.find((choice) => choice === value) ?? choices[0];
}

/** Keeps what the person chooses from now on; what stands there already is not a choice. */
export function keepWhenChanged<T>(
  key: string,
  value: Signal<T>,
  write: (value: T) => string,
): void {
  let first = true;
  effect(() => {
    const text = write(value.value);
    if (!first) keep(key, text);
    first = false;
  });
}
