// Reports, measures in force, and who is here.
import { useSignal } from '@preact/signals';
import { Button } from '../../ui/controls';
import type { PresentPerson, Report, Sanction } from '../../protocol/generated/api';
import { clock, whole } from '../format';
import { words } from '../i18n';
import type { CityState } from '../state';
import { question } from './dialogs';

const kRows = 100;

function ReportRow({ report }: { report: Report }) {
  const { reports: told } = words.value;
  return (
    <li class="item" data-testid={`report-${report.id}`}>
      <div class="item-main">
        <b>{report.subject.name || told.gone}</b>{' '}
        <span class="tag tag-gold">{told.reasons[report.reason]}</span>
        {report.text && <p>{report.text}</p>}
        <p class="hint">
          {clock(report.filed_unix_ms)} · {told.by(report.reporter.name || told.gone)}
          {report.outcome && ` · ${told.outcomes[report.outcome]}: ${report.note}`}
        </p>
      </div>
      {report.open && (
        <Button testId="decide-report" act={() => (question.value = { about: 'report', report })}>
          {told.decide}
        </Button>
      )}
    </li>
  );
}

export function ReportsSection({ state }: { state: CityState }) {
  const { reports: told, none } = words.value;
  const open = state.reports.filter((report) => report.open);
  const closed = state.reports.filter((report) => !report.open);
  return (
    <section class="card" aria-labelledby="reports" data-testid="console-reports">
      <h2 id="reports">
        {told.title} <span class="tag tag-gold">{told.open(open.length)}</span>
      </h2>
      {open.length === 0 && <p class="hint">{none}</p>}
      <ul class="items">
        {open.map((report) => (
          <ReportRow key={report.id} report={report} />
        ))}
      </ul>
      {closed.length > 0 && (
        <details>
          <summary>
            {told.closed} ({whole(closed.length)})
          </summary>
          <ul class="items">
            {closed.map((report) => (
              <ReportRow key={report.id} report={report} />
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

function SanctionRow({ sanction }: { sanction: Sanction }) {
  const { sanctions: told, act, reports } = words.value;
  const { until_unix_ms: until } = sanction;
  return (
    <li class="item" data-testid={`sanction-${sanction.id}`}>
      <div class="item-main">
        <b>{sanction.person.name || reports.gone}</b>{' '}
        <span class="tag">{act.measures[sanction.kind]}</span>{' '}
        {sanction.by_address && <span class="tag">{told.withAddress}</span>}{' '}
        {sanction.by_device && <span class="tag">{told.withDevice}</span>}
        <p>{sanction.reason}</p>
        <p class="hint">
          {clock(sanction.placed_unix_ms)} ·{' '}
          {until === 0 ? told.untilLifted : told.until(clock(until))}
          {sanction.by && ` · ${told.by(sanction.by)}`}
        </p>
      </div>
      <Button testId="lift" act={() => (question.value = { about: 'sanction', sanction })}>
        {told.lift}
      </Button>
    </li>
  );
}

export function SanctionsSection({ state }: { state: CityState }) {
  const { sanctions: told, none } = words.value;
  const inForce = state.sanctions.filter((sanction) => sanction.in_force);
  return (
    <section class="card" aria-labelledby="sanctions" data-testid="console-sanctions">
      <h2 id="sanctions">{told.title}</h2>
      {inForce.length === 0 && <p class="hint">{none}</p>}
      <ul class="items">
        {inForce.map((sanction) => (
          <SanctionRow key={sanction.id} sanction={sanction} />
        ))}
      </ul>
    </section>
  );
}

function PersonRow({ person }: { person: PresentPerson }) {
  const { people: told } = words.value;
  const { name } = person;
  const ask = () => (question.value = { about: 'person', person: person.person, name });
  return (
    <tr data-testid={`present-${person.handle}`}>
      <th scope="row">
        {name} {person.moderator && <span class="tag tag-gold">{told.staff}</span>}
      </th>
      <td>{person.address}</td>
      <td class="since">{clock(person.since_unix_ms)}</td>
      <td>
        <Button testId="act-on-person" label={told.act(name)} act={ask}>
          {told.measure}
        </Button>
      </td>
    </tr>
  );
}

export function PeopleSection({ state }: { state: CityState }) {
  const { people: told, none } = words.value;
  const wanted = useSignal('');
  const part = wanted.value.trim().toLowerCase();
  const found = state.people.filter(
    ({ name, address }) => name.toLowerCase().includes(part) || address.includes(part),
  );
  return (
    <section class="card card-wide" aria-labelledby="people" data-testid="console-people">
      <h2 id="people">{told.title}</h2>
      <input
        class="input"
        type="search"
        aria-label={told.search}
        placeholder={told.search}
        value={wanted.value}
        onInput={(event) => (wanted.value = event.currentTarget.value)}
      />
      {found.length === 0 ? (
        <p class="hint">{none}</p>
      ) : (
        <div class="table-box" tabIndex={0} role="region" aria-labelledby="people">
          <table>
            <thead>
              <tr>
                <th scope="col">{told.name}</th>
                <th scope="col">{told.address}</th>
                <th scope="col" class="since">
                  {told.since}
                </th>
                <th scope="col">{told.measure}</th>
              </tr>
            </thead>
            <tbody>
              {found.slice(0, kRows).map((person) => (
                <PersonRow key={person.handle} person={person} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {found.length > kRows && <p class="hint">{told.more(found.length - kRows)}</p>}
    </section>
  );
}
