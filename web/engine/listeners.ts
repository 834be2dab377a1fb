import type { Unsubscribe } from './types.js';

/** A list of functions to tell. */
export class Listeners<Args extends unknown[]> {
  private readonly set = new Set<(...args: Args) => void>();

  add(listener: (...args: Args) => void): Unsubscribe {
    this.set.add(listener);
    return () => {
      this.set.delete(listener);
    };
  }

  tell(...args: Args): void {
    for (const listener of this.set) listener(...args);
  }

  clear(): void {
    this.set.clear();
  }
}
