// Why somebody does what the audit trail keeps: asked of whoever acts here by a role over the city.
import { signal, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { Button, Modal } from '../../ui/controls';
import { words } from '../i18n';
import { told } from '../i18n/spaces';

const asked = signal<((reason: string | null) => void) | null>(null);

/** Null: they thought better of it. */
export function askReason(): Promise<string | null> {
  return new Promise((resolve) => {
    const answer = (reason: string | null) => {
      if (asked.value === answer) asked.value = null;
      resolve(reason);
    };
    asked.value = answer;
  });
}

function Dialog({ answer }: { answer: (reason: string | null) => void }) {
  const reason = useSignal('');
  // Gone for whatever cause, the act is not left waiting for an answer.
  useEffect(() => () => answer(null), []);
  const text = reason.value.trim();
  return (
    <Modal
      title={told.value.reason}
      testId="reason-dialog"
      close={() => answer(null)}
      submit={() => text !== '' && answer(text)}
    >
      <p class="hint">{told.value.reasonHint}</p>
      <div class="field">
        <label for="space-reason">{told.value.reason}</label>
        <input
          id="space-reason"
          class="input"
          required
          maxLength={200}
          value={reason.value}
          data-testid="space-reason"
          onInput={(event) => (reason.value = event.currentTarget.value)}
        />
      </div>
      <div class="row">
        <Button testId="reason-cancel" act={() => answer(null)}>
          {words.value.cancel}
        </Button>
        <Button testId="reason-give" kind="gold" submit disabled={text === ''}>
          {told.value.reasonGive}
        </Button>
      </div>
    </Modal>
  );
}

export function ReasonAsked() {
  return asked.value && <Dialog answer={asked.value} />;
}
