// Reports: the queue, and one of them from what was said to the appeal.
import { signal, useSignal } from '@preact/signals';
import { Button } from '../../ui/controls';
import type {
  Appeal,
  CaseOutcome,
  Report,
  ReportReason,
  SeeReportAnswer,
} from '../../protocol/generated/api';
import { useAsked, useListing } from '../asked';
import { clock } from '../format';
import { words } from '../i18n';
import { hrefOf } from '../pages';
import { act, api, city, whatFailed } from '../state';
import { LengthField, SanctionRow, type Minutes } from './measures';
import { PersonLink, Rows, Section, Select, Tabs } from './parts';
import { askReason } from './reason-dialog';

type Shown = 'open' | 'mine' | 'decided';

const timed: ReadonlySet<CaseOutcome> = new Set<CaseOutcome>([
  'muted',
  'limited',
  'suspended',
  'banned',
]);

export function askDecision(report: Report): void {
  const { reports: told } = words.value;
  const outcome = signal<CaseOutcome>('no_action');
  const rule = signal<ReportReason>(report.reason);
  const minutes = signal<`${Minutes}`>('1440');
  const options = <T extends string>(texts: Record<T, string>) =>
    Object.entries(texts) as [T, string][];
  askReason({
    title: told.decideTitle(report.subject.name || told.gone),
    theyRead: true,
    body: () => (
      <>
        <p>{report.text}</p>
        <Select
          label={words.value.reports.rule}
          testId="report-rule"
          value={rule}
          options={options(words.value.reports.reasons)}
        />
        <Select
          label={words.value.reports.outcome}
          testId="report-outcome"
          value={outcome}
          options={options(words.value.reports.outcomes)}
        />
        {timed.has(outcome.value) && <LengthField minutes={minutes} />}
      </>
    ),
    work: (reason) =>
      api.decideReport({
        report: report.id,
        outcome: outcome.value,
        rule: rule.value,
        minutes: timed.has(outcome.value) ? Number(minutes.value) : 0,
        reason,
      }),
  });
}

function ReportActs({ report }: { report: Report }) {
  const { reports: told } = words.value;
  if (!report.open) return null;
  const mine = report.taken_by.person === city.value?.you.person;
  return (
    <div class="row">
      {!mine && (
        <Button
          testId="take-report"
          act={() =>
            void act(
              () => api.takeReport({ report: report.id }),
              () => told.taken,
            )
          }
        >
          {told.take}
        </Button>
      )}
      <Button testId="decide-report" kind="gold" act={() => askDecision(report)}>
        {told.decide}
      </Button>
    </div>
  );
}

function ReportRow({ report }: { report: Report }) {
  const { reports: told } = words.value;
  return (
    <li class="item" key={report.id} data-testid={`report-${report.id}`}>
      <div class="item-main">
        <b>
          <PersonLink person={report.subject} />
        </b>{' '}
        <span class="tag tag-gold">{told.reasons[report.reason]}</span>
        {report.text && <p>{report.text}</p>}
        <p class="hint">
          {clock(report.filed_unix_ms)} · {told.by(report.reporter.name || told.gone)}
          {report.taken_by.person !== '0' && report.open && (
            <> · {told.takenBy(report.taken_by.name || told.gone)}</>
          )}
          {report.outcome && ` · ${told.outcomes[report.outcome]}: ${report.note}`}
        </p>
        <p>
          <a href={hrefOf('cases', report.id)} data-testid="open-report">
            {told.openCase}
          </a>
        </p>
      </div>
      <ReportActs report={report} />
    </li>
  );
}

function Queue() {
  const { reports: told } = words.value;
  const shown = useSignal<Shown>('open');
  const listing = useListing(
    (page: { after?: string | undefined; limit: number }) =>
      api.listReports({
        ...page,
        open: shown.value === 'open',
        mine: shown.value === 'mine',
        decided: shown.value === 'decided',
      }),
    shown.value,
  );
  return (
    <Section id="reports" title={told.title} hint={told.hint}>
      <Tabs
        label={told.title}
        value={shown}
        options={[
          ['open', told.tabOpen],
          ['mine', told.tabMine],
          ['decided', told.tabDecided],
        ]}
      />
      <Rows
        listing={listing}
        empty={told.empty[shown.value]}
        row={(report) => <ReportRow key={report.id} report={report} />}
      />
    </Section>
  );
}

export function AppealLine({ appeal }: { appeal: Appeal }) {
  const { appeals: told } = words.value;
  return (
    <li class="item" data-testid={`appeal-line-${appeal.id}`}>
      <div class="item-main">
        <span class={appeal.outcome ? 'tag' : 'tag tag-gold'}>
          {appeal.outcome ? told.outcomes[appeal.outcome] : told.waits}
        </span>
        <p>{appeal.text}</p>
        <p class="hint">
          {clock(appeal.filed_unix_ms)}
          {appeal.note && ` · ${appeal.note}`}
        </p>
      </div>
      <a href={hrefOf('appeals')}>{told.title}</a>
    </li>
  );
}

function Chain({ chain }: { chain: SeeReportAnswer }) {
  const { reports: told, none, appeals } = words.value;
  const { report } = chain;
  return (
    <>
      <dl class="facts">
        <div class="fact">
          <dt>{told.about}</dt>
          <dd>
            <PersonLink person={report.subject} />
          </dd>
        </div>
        <div class="fact">
          <dt>{told.reportedBy}</dt>
          <dd>
            <PersonLink person={report.reporter} /> · {clock(report.filed_unix_ms)}
          </dd>
        </div>
        <div class="fact">
          <dt>{told.reasons[report.reason]}</dt>
          <dd>{report.text || none}</dd>
        </div>
        {report.outcome && (
          <div class="fact" data-testid="case-decision">
            <dt>{told.decision}</dt>
            <dd>
              {told.outcomes[report.outcome]}
              {report.rule && ` · ${told.reasons[report.rule]}`}: {report.note} (
              <PersonLink person={report.decided_by} />)
            </dd>
          </div>
        )}
      </dl>
      <h3>{told.said}</h3>
      {chain.said.length === 0 && <p class="hint">{told.nothingSaid}</p>}
      <ul class="items">
        {chain.said.map((line) => (
          <li class="item" key={line.said_unix_ms}>
            <p>
              {line.text} <span class="hint">{clock(line.said_unix_ms)}</span>
            </p>
          </li>
        ))}
      </ul>
      <h3>{told.measures}</h3>
      {chain.sanctions.length === 0 && <p class="hint">{none}</p>}
      <ul class="items">
        {chain.sanctions.map((sanction) => (
          <SanctionRow key={sanction.id} sanction={sanction} named={false} />
        ))}
      </ul>
      <h3>{appeals.title}</h3>
      {chain.appeals.length === 0 && <p class="hint">{none}</p>}
      <ul class="items">
        {chain.appeals.map((appeal) => (
          <AppealLine key={appeal.id} appeal={appeal} />
        ))}
      </ul>
      <ReportActs report={report} />
    </>
  );
}

function OneCase({ id }: { id: string }) {
  const { reports: told, loading, back } = words.value;
  const { value, fault } = useAsked(() => api.seeReport({ report: id }), id);
  return (
    <Section id="case" title={told.caseTitle}>
      <p>
        <a href={hrefOf('cases')}>{back}</a>
      </p>
      {fault && <p class="fault">{whatFailed(fault)}</p>}
      {value ? <Chain chain={value} /> : !fault && <p class="hint">{loading}</p>}
    </Section>
  );
}

export function CasesPage({ open }: { open: string }) {
  return open ? <OneCase id={open} /> : <Queue />;
}
