// The one dialog that every privileged act opens first: nothing is done without a reason.
import { signal, useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { Button, Modal } from '../../ui/controls';
import { words } from '../i18n';
import { attempt } from '../state';

export interface Question {
  title: string;
  /** What it is about, and fields of its own. */
  body?: () => ComponentChildren;
  /** The person concerned reads the reason too. */
  theyRead?: boolean;
  work: (reason: string) => Promise<unknown>;
  done?: () => string;
}

export const question = signal<Question | null>(null);
export const askReason = (asked: Question) => (question.value = asked);
const close = () => (question.value = null);

function ReasonDialog({ asked }: { asked: Question }) {
  const { act: told, cancel } = words.value;
  const reason = useSignal('');
  const missing = useSignal(false);
  const busy = useSignal(false);
  const fault = useSignal('');
  const apply = async () => {
    const text = reason.value.trim();
    missing.value = text === '';
    if (missing.value || busy.value) return;
    busy.value = true;
    fault.value = '';
    fault.value = await attempt(() => asked.work(text), asked.done);
    busy.value = false;
    if (fault.value === '') close();
  };
  return (
    <Modal title={asked.title} testId="act-dialog" close={close} submit={() => void apply()}>
      {asked.body?.()}
      <label class="field">
        <span class="label">{asked.theyRead ? told.reason : told.reasonKept}</span>
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
      {fault.value !== '' && (
        <p class="fault" role="alert" data-testid="act-fault">
          {fault.value}
        </p>
      )}
      <div class="row">
        <Button testId="act-cancel" act={close}>
          {cancel}
        </Button>
        <Button testId="act-apply" kind="gold" submit disabled={busy.value}>
          {busy.value ? told.busy : told.apply}
        </Button>
      </div>
    </Modal>
  );
}

export function OpenDialog() {
  const asked = question.value;
  return asked && <ReasonDialog key={asked.title} asked={asked} />;
}
