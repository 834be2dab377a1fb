// The lanterns that everybody finds together.
import { computed, signal } from '@preact/signals';
import type { Lantern } from '../../protocol';

export class Quest {
  readonly lanterns = signal<readonly Lantern[]>([]);
  /** The unlit lantern within reach, or null. */
  readonly near = signal<string | null>(null);
  readonly celebrating = signal(false);
  readonly lit = computed(() => this.lanterns.value.filter(({ lit }) => lit).length);

  set(lanterns: readonly Lantern[]): void {
    this.lanterns.value = lanterns;
  }

  change(lantern: Lantern): void {
    const known = this.lanterns.value.some(({ id }) => id === lantern.id);
    this.lanterns.value = known
      ? this.lanterns.value.map((other) => (other.id === lantern.id ? lantern : other))
      : [...this.lanterns.value, lantern];
  }

  dark(): void {
    this.celebrating.value = false;
    this.lanterns.value = this.lanterns.value.map(({ id }) => ({ id, lit: false, foundBy: '' }));
  }
}
