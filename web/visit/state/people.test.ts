import { expect, it } from 'vitest';
import type { People, Person } from '../../protocol';
import { PeopleBook } from './people';

const person = (handle: number, name: string, generation = 0): Person => ({
  handle,
  generation,
  name,
  look: 0n,
  moderator: false,
});
const message = (seen: Person[], gone: number[] = []): People => ({
  type: 'people',
  seen,
  gone,
  total: 9,
});

it('knows everybody but the visitor', () => {
  const book = new PeopleBook();
  book.me.value = 1;
  book.apply(message([person(1, 'me'), person(2, 'Lin'), person(3, 'Anna')]));
  expect(book.elsewhere.value.map(({ name }) => name)).toEqual(['Anna', 'Lin']);
  expect(book.total.value).toBe(9);
});

it('lists who is in view by distance', () => {
  const book = new PeopleBook();
  book.apply(message([person(2, 'Lin'), person(3, 'Anna'), person(4, 'Far')]));
  book.measure((handle) => ({ 2: 30.4, 3: 4.2 })[handle] ?? null);
  expect(book.near.value.map(({ name, distance }) => [name, distance])).toEqual([
    ['Anna', 4],
    ['Lin', 30],
  ]);
  expect(book.elsewhere.value.map(({ name }) => name)).toEqual(['Far']);
});

it('changes nothing while distances stay the same whole metre', () => {
  const book = new PeopleBook();
  book.apply(message([person(2, 'Lin')]));
  book.measure(() => 4.2);
  const before = book.all.value;
  book.measure(() => 4.4);
  expect(book.all.value).toBe(before);
});

it('keeps a block through a change of name, but not for the next owner of the handle', () => {
  const book = new PeopleBook();
  book.apply(message([person(2, 'Lin')]));
  book.update(2, { blocked: true });
  book.apply(message([person(2, 'Lin the second')]));
  expect(book.blocked.value.length).toBe(1);
  book.apply(message([person(2, 'Somebody else', 1)]));
  expect(book.blocked.value).toEqual([]);
});

it('keeps whom the visitor blocks when the city then hides them: a block can be lifted', () => {
  const book = new PeopleBook();
  book.apply(message([person(2, 'Lin')]));
  book.update(2, { blocked: true });
  book.apply(message([], [2]));
  expect(book.blocked.value.map(({ name }) => name)).toEqual(['Lin']);
  book.update(2, { blocked: false });
  book.apply(message([], [2]));
  expect(book.find(2)).toBeUndefined();
});

it('forgets who has gone', () => {
  const book = new PeopleBook();
  book.apply(message([person(2, 'Lin')]));
  book.apply(message([], [2]));
  expect(book.find(2)).toBeUndefined();
});

it('knows by name who was only heard, so that one can go to them', () => {
  const book = new PeopleBook();
  book.me.value = 1;
  book.heardOf(5, 'Lin');
  book.heardOf(1, 'me');
  book.heardOf(0, 'the city');
  expect(book.elsewhere.value.map(({ name }) => name)).toEqual(['Lin']);
  book.apply(message([person(5, 'Lin Xiao')]));
  expect(book.find(5)?.name).toBe('Lin Xiao');
});

it('learns of people out of view from an answer of the city, and forgets them when they leave', () => {
  const book = new PeopleBook();
  book.me.value = 1;
  book.apply(message([person(2, 'Lin')]));
  book.measure((handle) => (handle === 2 ? 5 : null));
  const found = [person(2, 'Lin'), person(3, 'Far'), person(4, 'Foe')];
  const asked = { text: '', after: 0, matches: 3, next: 0 };
  book.applyFound({ type: 'found_people', ...asked, found, blocked: [4] });
  expect(book.near.value.map(({ name }) => name)).toEqual(['Lin']);
  expect(book.elsewhere.value.map(({ name }) => name)).toEqual(['Far']);
  expect(book.blocked.value.map(({ name }) => name)).toEqual(['Foe']);
  book.apply(message([], [3]));
  expect(book.elsewhere.value).toEqual([]);
});

it('keeps a mute through a break of the line, but not for another under the handle', () => {
  const book = new PeopleBook();
  book.apply(message([person(2, 'Lin'), person(3, 'Anna')]));
  book.update(2, { muted: true });
  book.update(3, { muted: true });
  book.clear();
  book.apply(message([person(2, 'Lin'), person(3, 'Wang')]));
  expect([2, 3].map((handle) => book.find(handle)?.muted)).toEqual([true, false]);
});
