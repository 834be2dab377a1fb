// Each act asks for its reason first.
import { signal, useSignal, type Signal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { Button, Modal } from '../../ui/controls';
import type { CaseOutcome, Report, Sanction } from '../../protocol/generated/api';
import { words } from '../i18n';
import { takeMeasure, type Measure } from '../measure';
import { act, api } from '../state';

export type Question =
  | { about: 'person'; person: string; name: string }
  | { about: 'report'; report: Report }
  | { about: 'sanction'; sanction: Sanction };

export const question = signal<Question | null>(null);
const close = () => (question.value = null);

const kLengths = [10, 60, 1440, 10_080, 0] as const;
type Minutes = (typeof kLengths)[number];

interface SelectProps<T extends string> {
  label: string;
  testId: string;
  value: Signal<T>;
  options: readonly (readonly [T, string])[];
}

function Select<T extends string>({ label, testId, value, options }: SelectProps<T>) {
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

function LengthField({ minutes }: { minutes: Signal<`${Minutes}`> }) {
  const { act: told } = words.value;
  const options = kLengths.map((n) => [`${n}`, told.lengths[n]] as const);
  return <Select label={told.length} testId="act-length" value={minutes} options={options} />;
}

interface AskProps {
  title: string;
  reasonLabel: string;
  children?: ComponentChildren;
  submit: (reason: string) => Promise<boolean>;
}

function Ask({ title, reasonLabel, children, submit }: AskProps) {
  const { act: told, cancel } = words.value;
  const reason = useSignal('');
  const missing = useSignal(false);
  const busy = useSignal(false);
  const apply = async () => {
    const text = reason.value.trim();
    missing.value = text === '';
    if (missing.value) return;
    busy.value = true;
    const done = await submit(text);
    busy.value = false;
    if (done) close();
  };
  return (
    <Modal title={title} testId="act-dialog" close={close} submit={() => void apply()}>
      {children}
      <label class="field">
        <span class="label">{reasonLabel}</span>
        <textarea
          class="input"
          maxLength={200}
          value={reason.value}
          aria-invalid={missing.value}
          data-testid="act-reason"
          onInput={(event) => (reason.value = event.currentTarget.value)}
        />
      </label>
      {missing.value && (
        <p class="fault" role="alert">
          {told.reasonMissing}
        </p>
      )}
      <div class="row">
        <Button testId="act-cancel" act={close}>
          {cancel}
        </Button>
        <Button testId="act-apply" kind="gold" submit disabled={busy.value}>
          {told.apply}
        </Button>
      </div>
    </Modal>
  );
}

const measures: readonly Measure[] = ['warn', 'mute', 'unmute', 'limit', 'kick', 'suspend', 'ban'];
/** Those that last for a time. */
const lasting: ReadonlySet<Measure> = new Set<Measure>(['mute', 'limit', 'suspend', 'ban']);

function PersonDialog({ person, name }: { person: string; name: string }) {
  const { act: told } = words.value;
  const measure = useSignal<Measure>('mute');
  const minutes = useSignal<`${Minutes}`>('60');
  const timed = lasting.has(measure.value);
  const submit = (reason: string) =>
    act(() => takeMeasure(measure.value, person, timed ? Number(minutes.value) : 0, reason));
  return (
    <Ask title={told.title(name)} reasonLabel={told.reason} submit={submit}>
      <Select
        label={told.measure}
        testId="act-measure"
        value={measure}
        options={measures.map((value) => [value, told.measures[value]] as const)}
      />
      {timed && <LengthField minutes={minutes} />}
    </Ask>
  );
}

/** The measure that an outcome means; undefined where it is words only. */
const measureOf: Partial<Record<CaseOutcome, Measure>> = {
  warned: 'warn',
  muted: 'mute',
  kicked: 'kick',
  banned: 'ban',
};

function ReportDialog({ report }: { report: Report }) {
  const { reports: told } = words.value;
  const outcome = useSignal<CaseOutcome>('no_action');
  const minutes = useSignal<`${Minutes}`>('1440');
  const timed = outcome.value === 'muted' || outcome.value === 'banned';
  const submit = (reason: string) =>
    act(async () => {
      const measure = measureOf[outcome.value];
      const length = timed ? Number(minutes.value) : 0;
      if (measure) await takeMeasure(measure, report.subject.person, length, reason, report.id);
      await api.decideReport({ report: report.id, outcome: outcome.value, note: reason });
    });
  const options = Object.entries(told.outcomes) as [CaseOutcome, string][];
  const name = report.subject.name || told.gone;
  return (
    <Ask title={told.decideTitle(name)} reasonLabel={told.note} submit={submit}>
      <p>
        <strong>{told.reasons[report.reason]}</strong> {report.text}
      </p>
      <Select label={told.outcome} testId="report-outcome" value={outcome} options={options} />
      {timed && <LengthField minutes={minutes} />}
    </Ask>
  );
}

function LiftDialog({ sanction }: { sanction: Sanction }) {
  const { sanctions: told, reports } = words.value;
  const submit = (reason: string) => act(() => api.liftSanction({ sanction: sanction.id, reason }));
  const name = sanction.person.name || reports.gone;
  return <Ask title={told.liftTitle(name)} reasonLabel={reports.note} submit={submit} />;
}

export function OpenDialog() {
  const asked = question.value;
  switch (asked?.about) {
    case 'person':
      return <PersonDialog person={asked.person} name={asked.name} />;
    case 'report':
      return <ReportDialog report={asked.report} />;
    case 'sanction':
      return <LiftDialog sanction={asked.sanction} />;
    default:
      return null;
  }
}
