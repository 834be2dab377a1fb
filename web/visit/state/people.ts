// Everybody the city told us about, and what this visitor wants of them.
import { computed, signal } from '@preact/signals';
import type { FoundPeople, People, Person } from '../../protocol';

export interface Known extends Person {
  /** Metres from the visitor, null while not in view. */
  distance: number | null;
  /** Silenced by this visitor, for this visit. */
  muted: boolean;
  blocked: boolean;
}

/** Marks last while a person stays under one handle and generation; a mute, through a break too. */
export class PeopleBook {
  readonly all = signal<ReadonlyMap<number, Known>>(new Map());
  readonly total = signal(0);
  /** The newest answer to a search; null before one came. */
  readonly found = signal<FoundPeople | null>(null);
  /** The visitor's own handle; 0 before the welcome. */
  readonly me = signal(0);

  readonly near = computed(() =>
    [...this.all.value.values()]
      .filter((person) => person.distance !== null && !person.blocked)
      .sort((a, b) => (a.distance ?? 0) - (b.distance ?? 0)),
  );
  readonly elsewhere = computed(() =>
    [...this.all.value.values()]
      .filter((person) => person.distance === null && !person.blocked)
      .sort((a, b) => a.name.localeCompare(b.name)),
  );
  readonly blocked = computed(() => [...this.all.value.values()].filter((p) => p.blocked));

  /** Whom the city told us about before the line broke. */
  private before: ReadonlyMap<number, Known> = new Map();

  find(handle: number): Known | undefined {
    return this.all.value.get(handle);
  }

  /** Applies a people message; the visitor's own card is not kept. */
  apply(message: People): void {
    const next = new Map(this.all.value);
    for (const handle of message.gone) {
      // Whom one blocks goes out of one's sight; the block must stay in reach to be lifted.
      const person = next.get(handle);
      if (person?.blocked) next.set(handle, { ...person, distance: null });
      else next.delete(handle);
    }
    for (const person of message.seen) {
      if (person.handle === this.me.value) continue;
      const old = next.get(person.handle);
      const same = old?.generation === person.generation;
      next.set(person.handle, {
        ...person,
        distance: same ? old.distance : null,
        muted: same ? old.muted : this.wasMuted(person),
        blocked: same && old.blocked,
      });
    }
    this.all.value = next;
    this.total.value = message.total;
  }

  private wasMuted({ handle, generation, name }: Person): boolean {
    const old = this.before.get(handle);
    return old?.muted === true && old.generation === generation && old.name === name;
  }

  /** Who the city found by name: known from now on, until they leave. */
  applyFound(answer: FoundPeople): void {
    this.apply({ type: 'people', seen: answer.found, gone: [], total: this.total.value });
    for (const handle of answer.blocked) this.update(handle, { blocked: true });
    this.found.value = answer;
  }

  /** Somebody out of view was heard: known by name until the city shows them. */
  heardOf(handle: number, name: string): void {
    if (handle === 0 || handle === this.me.value || this.all.value.has(handle)) return;
    const heard = { handle, generation: 0, name, look: 0n, moderator: false };
    const unseen = { distance: null, muted: false, blocked: false };
    this.all.value = new Map(this.all.value).set(handle, { ...heard, ...unseen });
  }

  /** Distances as the engine sees them; metres are whole, so small steps change nothing. */
  measure(distanceTo: (handle: number) => number | null): void {
    let changed = false;
    const next = new Map(this.all.value);
    for (const [handle, person] of next) {
      const exact = distanceTo(handle);
      const distance = exact === null ? null : Math.round(exact);
      if (distance === person.distance) continue;
      next.set(handle, { ...person, distance });
      changed = true;
    }
    if (changed) this.all.value = next;
  }

  update(handle: number, change: Partial<Pick<Known, 'muted' | 'blocked'>>): void {
    const person = this.all.value.get(handle);
    if (!person) return;
    this.all.value = new Map(this.all.value).set(handle, { ...person, ...change });
  }

  clear(): void {
    this.before = this.all.value;
    this.all.value = new Map();
    this.total.value = 0;
    this.found.value = null;
  }
}
