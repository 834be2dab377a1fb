// What the pages of an account are made of.
import { useSignal } from '@preact/signals';
import type { ComponentChildren, TargetedEvent } from 'preact';
import { useId, useRef } from 'preact/hooks';
import { Button } from '../../ui/controls';
import { notify } from '../../ui/notices';
import { told } from '../i18n/account';
import { asking } from './passkeys';
import { kPasswordLeast, kPasswordMost } from './ways';
import { explain, type Work } from './work';

interface FieldProps {
  label: string;
  value: string;
  testId: string;
  change: (value: string) => void;
  hint?: string;
  autocomplete?: string;
  disabled?: boolean;
}

export function Field({ label, value, testId, change, hint, autocomplete, disabled }: FieldProps) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        id={id}
        class="input"
        value={value}
        autocomplete={autocomplete ?? 'off'}
        autocapitalize="none"
        spellcheck={false}
        disabled={disabled}
        aria-describedby={hint ? `${id}-hint` : undefined}
        data-testid={testId}
        onInput={(event) => change(event.currentTarget.value)}
      />
      {hint && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
}

function lengthHint(password: string): string {
  const { length } = [...password];
  if (length > kPasswordMost) return told.value.passwordLong(kPasswordMost);
  if (length >= kPasswordLeast) return told.value.passwordGood;
  return told.value.passwordShort(length, kPasswordLeast);
}

interface PasswordProps {
  label: string;
  value: string;
  change: (value: string) => void;
  /** A new one, of which the length is told. */
  fresh?: boolean;
}

export function PasswordField({ label, value, change, fresh }: PasswordProps) {
  const id = useId();
  const shown = useSignal(false);
  const same = {
    id,
    class: 'input',
    value,
    autocomplete: fresh ? 'new-password' : 'current-password',
    autocapitalize: 'none',
    spellcheck: false,
    'aria-describedby': fresh ? `${id}-hint` : undefined,
    'data-testid': 'password',
    onInput: (event: TargetedEvent<HTMLInputElement>) => change(event.currentTarget.value),
  } as const;
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <div class="account-password">
        {shown.value ? <input type="text" {...same} /> : <input type="password" {...same} />}
        <Button testId="show-password" act={() => (shown.value = !shown.value)}>
          {shown.value ? told.value.hidePassword : told.value.showPassword}
        </Button>
      </div>
      {fresh && (
        <p class="hint" id={`${id}-hint`}>
          {lengthHint(value)}
        </p>
      )}
    </div>
  );
}

/** What runs, with a way out where there is one, or what went wrong and what to do. */
export function State({ work }: { work: Work }) {
  const fault = work.busy || work.fault === null ? null : explain(work.fault);
  return (
    <div class="account-state" aria-live="polite">
      {work.busy && !asking.value && <p class="hint">{told.value.working}</p>}
      {work.busy && asking.value && (
        <div class="row">
          <p class="hint">{told.value.askingDevice}</p>
          <Button testId="stop-asking" act={() => asking.value?.abort()}>
            {told.value.stopAsking}
          </Button>
        </div>
      )}
      {fault && (
        <p class="fault" role="alert" data-testid="account-fault">
          {fault.title} {fault.remedy}
        </p>
      )}
    </div>
  );
}

interface FormProps {
  submit: () => void;
  testId: string;
  children: ComponentChildren;
}

export function Form({ submit, testId, children }: FormProps) {
  const onSubmit = (event: TargetedEvent<HTMLFormElement>) => {
    event.preventDefault();
    submit();
  };
  return (
    <form class="stack" onSubmit={onSubmit} data-testid={testId} noValidate>
      {children}
    </form>
  );
}

interface SectionProps {
  title: string;
  testId: string;
  children: ComponentChildren;
}

export function Section({ title, testId, children }: SectionProps) {
  const id = useId();
  return (
    <section class="account-section" aria-labelledby={id} data-testid={testId}>
      <h3 id={id}>{title}</h3>
      {children}
    </section>
  );
}

/** A text to take along: selected at once where the page may not use the clipboard. */
export function CopyField({
  label,
  text,
  testId,
}: {
  label: string;
  text: string;
  testId: string;
}) {
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const copy = async () => {
    field.current?.select();
    await copyText(text);
  };
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <div class="account-password">
        <input ref={field} id={id} class="input" readOnly value={text} data-testid={testId} />
        <Button testId={`${testId}-copy`} act={() => void copy()}>
          {told.value.copy}
        </Button>
      </div>
    </div>
  );
}

export async function copyText(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    notify(told.value.copied, 'good');
  } catch {
    notify(told.value.copyByHand);
  }
}
