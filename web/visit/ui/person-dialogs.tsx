// Reporting somebody, and acting on somebody: each needs words before it is done.
import { useSignal, type Signal } from '@preact/signals';
import type { Moderate, Report } from '../../protocol';
import { words } from '../i18n';
import type { Outcome, Session } from '../session';
import type { Known } from '../state/people';
import { dialog } from '../state/panels';
import { notify } from '../../ui/notices';
import { measures } from '../state/rights';
import { Button, Modal, Switch } from '../../ui/controls';

const close = () => (dialog.value = null);

/** What went wrong; '' if it is done. */
function faultOf(outcome: Outcome): string {
  if (outcome === 'done') return '';
  if (outcome === 'lost') return words.value.chat.lostLine;
  const { title, remedy } = words.value.reasons[outcome];
  return `${title} ${remedy}`;
}

interface RadiosProps<T extends string> {
  legend: string;
  name: string;
  value: T;
  options: readonly { value: T; text: string; hint?: string }[];
  choose: (value: T) => void;
}

function Radios<T extends string>({ legend, name, value, options, choose }: RadiosProps<T>) {
  return (
    <fieldset>
      <legend class="hint">{legend}</legend>
      <div class="radios">
        {options.map((option) => (
          <label class="radio" key={option.value}>
            <input
              type="radio"
              name={name}
              checked={option.value === value}
              data-testid={`${name}-${option.value}`}
              onChange={() => choose(option.value)}
            />
            <span>
              {option.text}
              {option.hint && <small class="hint"> {option.hint}</small>}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

interface FootProps {
  action: string;
  testId: string;
  busy: boolean;
  fault: string;
}

/** A fault stands here: a notice would be behind the dialog. */
function Foot({ action, testId, busy, fault }: FootProps) {
  return (
    <>
      {fault !== '' && (
        <p class="fault" role="alert" data-testid="dialog-fault">
          {fault}
        </p>
      )}
      <div class="row">
        <Button testId="dialog-cancel" act={close}>
          {words.value.cancel}
        </Button>
        <Button testId={testId} kind="gold" submit disabled={busy}>
          {action}
        </Button>
      </div>
    </>
  );
}

export function ReportDialog({
  person,
  session,
  forget,
}: {
  person: Known;
  session: Session;
  forget: () => void;
}) {
  const { report } = words.value;
  const reason = useSignal<Report['reason']>('harassment');
  const text = useSignal('');
  const alsoBlock = useSignal(true);
  const busy = useSignal(false);
  const fault = useSignal('');
  const send = async () => {
    busy.value = true;
    const outcome = await session.request({
      type: 'report',
      handle: person.handle,
      reason: reason.value,
      text: text.value.trim(),
    });
    busy.value = false;
    fault.value = faultOf(outcome);
    if (fault.value !== '') return;
    notify(report.done, 'good');
    if (alsoBlock.value && !person.blocked) {
      session.block(person.handle, true);
      forget();
    }
    close();
  };
  const reasons = Object.entries(report.reasons) as [Report['reason'], string][];
  return (
    <Modal
      title={report.title(person.name)}
      testId="report-dialog"
      close={close}
      submit={() => void send()}
    >
      <p class="hint">{report.intro}</p>
      <Radios
        legend={report.reasonLabel}
        name="report-reason"
        value={reason.value}
        options={reasons.map(([value, told]) => ({ value, text: told }))}
        choose={(value) => (reason.value = value)}
      />
      <div class="field">
        <label for="report-text">{report.textLabel}</label>
        <textarea
          id="report-text"
          class="input"
          maxLength={500}
          value={text.value}
          data-testid="report-text"
          onInput={(event) => (text.value = event.currentTarget.value)}
        />
      </div>
      <Switch
        label={report.alsoBlock}
        on={alsoBlock.value}
        testId="report-block"
        turn={(on) => (alsoBlock.value = on)}
      />
      <Foot action={report.send} testId="report-send" busy={busy.value} fault={fault.value} />
    </Modal>
  );
}

const kLengths = [10, 60, 1440, 10_080, 0] as const;
type Minutes = (typeof kLengths)[number];

function Length({ minutes }: { minutes: Signal<Minutes> }) {
  const { moderate } = words.value;
  return (
    <div class="field">
      <label for="moderate-length">{moderate.lengthLabel}</label>
      <select
        id="moderate-length"
        class="input"
        value={String(minutes.value)}
        data-testid="moderate-length"
        onChange={(event) => {
          const chosen = Number(event.currentTarget.value);
          minutes.value = kLengths.find((length) => length === chosen) ?? 60;
        }}
      >
        {kLengths.map((length) => (
          <option key={length} value={length}>
            {moderate.lengths[length]}
          </option>
        ))}
      </select>
    </div>
  );
}

function Why({ why, missing }: { why: Signal<string>; missing: boolean }) {
  const { moderate } = words.value;
  return (
    <div class="field">
      <label for="moderate-reason">{moderate.reasonLabel}</label>
      <textarea
        id="moderate-reason"
        class="input"
        maxLength={200}
        value={why.value}
        aria-invalid={missing}
        data-testid="moderate-reason"
        onInput={(event) => (why.value = event.currentTarget.value)}
      />
      {missing && (
        <p class="fault" role="alert">
          {moderate.reasonMissing}
        </p>
      )}
    </div>
  );
}

export function ModerateDialog({ person, session }: { person: Known; session: Session }) {
  const { moderate } = words.value;
  const acts = measures(session.may.value);
  const act = useSignal<Moderate['act']>(acts[0] ?? 'mute');
  const minutes = useSignal<Minutes>(60);
  const why = useSignal('');
  const missing = useSignal(false);
  const busy = useSignal(false);
  const fault = useSignal('');
  const timed = act.value === 'mute' || act.value === 'ban';
  const apply = async () => {
    const reason = why.value.trim();
    missing.value = reason === '';
    if (missing.value) return document.getElementById('moderate-reason')?.focus();
    busy.value = true;
    const outcome = await session.request({
      type: 'moderate',
      handle: person.handle,
      act: act.value,
      minutes: timed ? minutes.value : 0,
      reason,
    });
    busy.value = false;
    fault.value = faultOf(outcome);
    if (fault.value !== '') return;
    notify(moderate.done, 'good');
    close();
  };
  return (
    <Modal
      title={moderate.title(person.name)}
      testId="moderate-dialog"
      close={close}
      submit={() => void apply()}
    >
      <Radios
        legend={moderate.actLabel}
        name="moderate-act"
        value={act.value}
        options={acts.map((value) => ({
          value,
          text: moderate.acts[value],
          hint: moderate.actHints[value],
        }))}
        choose={(value) => (act.value = value)}
      />
      {timed && <Length minutes={minutes} />}
      <Why why={why} missing={missing.value} />
      <Foot action={moderate.apply} testId="moderate-apply" busy={busy.value} fault={fault.value} />
    </Modal>
  );
}
