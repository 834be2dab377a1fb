// What the pages of the console are made of.
import type { Signal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { Button } from '../../ui/controls';
import type { NamedPerson } from '../../protocol/generated/api';
import type { Listing } from '../asked';
import { words } from '../i18n';
import { hrefOf } from '../pages';
import { whatFailed } from '../state';

interface SelectProps<T extends string> {
  label: string;
  testId: string;
  value: Signal<T>;
  options: readonly (readonly [T, string])[];
}

export function Select<T extends string>({ label, testId, value, options }: SelectProps<T>) {
  return (
    <label class="field">
      <span class="label">{label}</span>
      <select
        class="input"
        value={value.value}
        data-testid={testId}
        onChange={(event) => {
          const chosen = options.find(([option]) => option === event.currentTarget.value);
          if (chosen) value.value = chosen[0];
        }}
      >
        {options.map(([option, text]) => (
          <option key={option} value={option}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}

interface SearchProps {
  label: string;
  value: Signal<string>;
}

export function Search({ label, value }: SearchProps) {
  return (
    <input
      class="input"
      type="search"
      aria-label={label}
      placeholder={label}
      value={value.value}
      data-testid="search"
      onInput={(event) => (value.value = event.currentTarget.value)}
    />
  );
}

interface SectionProps {
  id: string;
  title: string;
  hint?: string;
  children: ComponentChildren;
}

export function Section({ id, title, hint, children }: SectionProps) {
  return (
    <section class="card" aria-labelledby={id} data-testid={`console-${id}`}>
      <h2 id={id}>{title}</h2>
      {hint && <p class="hint">{hint}</p>}
      {children}
    </section>
  );
}

interface RowsProps<Item> {
  listing: Listing<Item>;
  empty?: string;
  row: (item: Item) => ComponentChildren;
}

/** A list with its progress, its fault and its end. */
export function Rows<Item>({ listing, empty, row }: RowsProps<Item>) {
  const { none, loading, more } = words.value;
  const { items, fault } = listing;
  if (fault && !items) {
    return (
      <p class="fault" role="alert">
        {whatFailed(fault)}
      </p>
    );
  }
  if (!items) return <p class="hint">{loading}</p>;
  if (items.length === 0) return <p class="hint">{empty ?? none}</p>;
  return (
    <>
      <ul class="items">{items.map(row)}</ul>
      {listing.more && (
        <div class="row">
          <Button testId="more" act={listing.more}>
            {more}
          </Button>
        </div>
      )}
    </>
  );
}

/** A name that leads to what the city knows of the person. */
export function PersonLink({ person }: { person: NamedPerson }) {
  const { gone } = words.value.reports;
  if (person.person === '0') return <>{gone}</>;
  return <a href={hrefOf('people', person.person)}>{person.name || gone}</a>;
}

interface TabsProps<T extends string> {
  label: string;
  value: Signal<T>;
  options: readonly (readonly [T, string])[];
}

export function Tabs<T extends string>({ label, value, options }: TabsProps<T>) {
  return (
    <div class="tabs" role="group" aria-label={label}>
      {options.map(([option, text]) => (
        <button
          key={option}
          type="button"
          class="tab"
          aria-pressed={value.value === option}
          data-testid={`tab-${option}`}
          onClick={() => (value.value = option)}
        >
          {text}
        </button>
      ))}
    </div>
  );
}
