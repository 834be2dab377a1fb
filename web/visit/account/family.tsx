// Guardians and those they look after: who is it, when, how long, with whom.
import { useSignal, type Signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { Button } from '../../ui/controls';
import { notify } from '../../ui/notices';
import type { AgeBand, MinorContact, SeeOwnAgeAnswer, Ward } from '../../protocol/generated/api';
import { told } from '../i18n/account';
import { SureButton } from '../ui/sure-button';
import { Field, Section, State } from './parts';
import { api, useWork, type Work } from './work';

interface Family {
  mine: SeeOwnAgeAnswer;
  wards: Ward[];
}

const clockOf = (minute: number) =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;

/** "06:30" -> 390; midnight at the end of the day is 24:00. */
export function minuteOf(text: string, end: boolean): number {
  const [hours = 0, minutes = 0] = text.split(':').map(Number);
  const minute = hours * 60 + minutes;
  return end && minute === 0 ? 1440 : minute;
}

interface SelectProps<T extends string> {
  label: string;
  value: Signal<T>;
  names: Readonly<Record<T, string>>;
  testId: string;
}

function Select<T extends string>({ label, value, names, testId }: SelectProps<T>) {
  return (
    <label class="field">
      <span>{label}</span>
      <select
        class="input"
        value={value.value}
        data-testid={testId}
        onChange={(event) => (value.value = event.currentTarget.value as T)}
      >
        {(Object.entries(names) as [T, string][]).map(([each, text]) => (
          <option key={each} value={each}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}

function Own({ mine, change }: { mine: SeeOwnAgeAnswer; change: Work['run'] }) {
  const { family } = told.value;
  const age = useSignal<AgeBand>(mine.age);
  const { limits } = mine;
  return (
    <>
      {mine.bound && (
        <p class="hint" data-testid="family-bound">
          {family.bound(
            clockOf(limits.from_minute),
            clockOf(limits.to_minute),
            limits.daily_minutes,
            mine.spent_minutes,
          )}{' '}
          {family.contacts[limits.contact]}
        </p>
      )}
      {mine.guardians.map(({ person, confirmed }) => (
        <div class="account-row" key={person.person} data-testid="guardian">
          <span>{confirmed ? family.guardian(person.name) : family.asks(person.name)}</span>
          {!confirmed && (
            <div class="row">
              <Button
                testId="guardian-yes"
                kind="gold"
                act={() => change(() => api.confirmGuardian({ person: person.person }))}
              >
                {family.yes}
              </Button>
              <Button
                testId="guardian-no"
                act={() => change(() => api.declineGuardian({ person: person.person }))}
              >
                {family.no}
              </Button>
            </div>
          )}
        </div>
      ))}
      <Select label={family.age} value={age} names={family.ages} testId="own-age" />
      {age.value !== mine.age && (
        <Button testId="save-age" act={() => change(() => api.sayOwnAge({ age: age.value }))}>
          {family.save}
        </Button>
      )}
    </>
  );
}

function Days({ days }: { days: Signal<number> }) {
  const { family } = told.value;
  return (
    <fieldset>
      <legend class="hint">{family.days}</legend>
      <div class="row">
        {family.dayNames.map((name, day) => (
          <label key={name}>
            <input
              type="checkbox"
              checked={(days.value & (1 << day)) !== 0}
              onChange={() => (days.value ^= 1 << day)}
            />{' '}
            {name}
          </label>
        ))}
      </div>
    </fieldset>
  );
}

function Limits({ ward, change }: { ward: Ward; change: Work['run'] }) {
  const { family } = told.value;
  const { limits } = ward;
  const from = useSignal(clockOf(limits.from_minute));
  const to = useSignal(clockOf(limits.to_minute % 1440));
  const daily = useSignal(String(limits.daily_minutes));
  const days = useSignal(limits.days);
  const contact = useSignal<MinorContact>(limits.contact);
  const save = () =>
    change(() =>
      api.limitWard({
        person: ward.person.person,
        days: days.value,
        from_minute: minuteOf(from.value, false),
        to_minute: minuteOf(to.value, true),
        daily_minutes: Math.max(0, Math.min(1440, Math.floor(Number(daily.value) || 0))),
        contact: contact.value,
      }),
    );
  const time = (label: string, value: Signal<string>, testId: string) => (
    <label class="field">
      <span>{label}</span>
      <input
        class="input"
        type="time"
        value={value.value}
        data-testid={testId}
        onInput={(event) => (value.value = event.currentTarget.value)}
      />
    </label>
  );
  return (
    <>
      <Days days={days} />
      {time(family.from, from, 'limit-from')}
      {time(family.to, to, 'limit-to')}
      <Field
        label={family.daily}
        value={daily.value}
        testId="limit-daily"
        change={(value) => (daily.value = value)}
        hint={family.dailyHint}
      />
      <Select
        label={family.contact}
        value={contact}
        names={family.contacts}
        testId="limit-contact"
      />
      <div class="row">
        <Button testId="limit-save" kind="gold" act={save}>
          {family.save}
        </Button>
      </div>
    </>
  );
}

function WardRow({ ward, change }: { ward: Ward; change: Work['run'] }) {
  const { family } = told.value;
  return (
    <details data-testid="ward">
      <summary>
        {ward.person.name} ·{' '}
        {ward.confirmed ? family.spent(ward.spent_minutes) : family.notConfirmed}
      </summary>
      {ward.confirmed && <Limits ward={ward} change={change} />}
      <SureButton
        testId="ward-end"
        text={family.end}
        question={family.sure}
        act={() => change(() => api.endWard({ person: ward.person.person }))}
      />
    </details>
  );
}

export function FamilySection() {
  const { family, saved } = told.value;
  const work = useWork();
  const known = useSignal<Family | null>(null);
  const child = useSignal('');
  const load = async () => {
    const [mine, { wards }] = await Promise.all([api.seeOwnAge(), api.listWards()]);
    known.value = { mine, wards };
  };
  const change: Work['run'] = (act) =>
    work.run(async () => {
      await act();
      notify(saved, 'good');
      await load();
    });
  useEffect(() => work.run(load), []);
  return (
    <Section title={family.title} testId="section-family">
      <State work={work} />
      {known.value && (
        <>
          <Own key={known.value.mine.age} mine={known.value.mine} change={change} />
          {known.value.wards.map((ward) => (
            <WardRow key={ward.person.person} ward={ward} change={change} />
          ))}
        </>
      )}
      <Field
        label={family.ask}
        value={child.value}
        testId="ward-name"
        change={(value) => (child.value = value)}
        hint={family.askHint}
      />
      <div class="row">
        <Button
          testId="ward-ask"
          disabled={work.busy || child.value.trim() === ''}
          act={() => change(() => api.askWard({ account_name: child.value.trim() }))}
        >
          {family.askNow}
        </Button>
      </div>
    </Section>
  );
}
