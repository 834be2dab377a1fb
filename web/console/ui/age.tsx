import { signal } from '@preact/signals';
import type { AgeBand } from '../../protocol/generated/api';
import { words } from '../i18n';
import { api } from '../state';
import { Select } from './parts';
import { askReason } from './reason-dialog';

/** A reviewer's word on somebody's age: it weighs more than their own and their guardian's. */
export function askAge(person: string, name: string, now: AgeBand): void {
  const age = signal<AgeBand>(now);
  askReason({
    title: words.value.ages.decideTitle(name),
    body: () => (
      <Select
        label={words.value.ages.title}
        testId="age"
        value={age}
        options={Object.entries(words.value.ages.names) as [AgeBand, string][]}
      />
    ),
    work: (reason) => api.decideAge({ person, age: age.value, reason }),
  });
}
