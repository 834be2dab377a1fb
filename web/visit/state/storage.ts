// What this browser keeps between visits. A browser that forbids storage still visits, as new.

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
