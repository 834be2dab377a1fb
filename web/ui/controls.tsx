// The few controls that every page is made of.
import type { ComponentChildren, TargetedEvent } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { Icon, type IconName } from './icons';

interface IconButtonProps {
  icon: IconName;
  label: string;
  testId: string;
  act: () => void;
}

export function IconButton({ icon, label, testId, act }: IconButtonProps) {
  return (
    <button
      type="button"
      class="icon-button"
      aria-label={label}
      title={label}
      data-testid={testId}
      onClick={act}
    >
      <Icon name={icon} />
    </button>
  );
}

interface ButtonProps {
  testId: string;
  act?: () => void;
  icon?: IconName;
  kind?: 'plain' | 'gold' | 'red';
  submit?: boolean;
  disabled?: boolean;
  /** What a screen reader says, where the visible words need their surroundings. */
  label?: string;
  children: ComponentChildren;
}

export function Button(props: ButtonProps) {
  const { testId, act, icon, kind = 'plain', submit, disabled, label, children } = props;
  return (
    <button
      type={submit ? 'submit' : 'button'}
      class={`button button-${kind}`}
      aria-label={label}
      data-testid={testId}
      disabled={disabled}
      onClick={act}
    >
      {icon && <Icon name={icon} />}
      <span>{children}</span>
    </button>
  );
}

interface ChoiceProps<T extends string> {
  legend: string;
  name: string;
  value: T;
  options: readonly { value: T; text: string; colour?: string }[];
  choose: (value: T) => void;
}

/** One of a few, all visible; arrow keys move, as in any radio group. */
export function Choice<T extends string>({ legend, name, value, options, choose }: ChoiceProps<T>) {
  return (
    <fieldset>
      <legend class="hint">{legend}</legend>
      <div class="choices">
        {options.map((option) => (
          <label
            key={option.value}
            class={option.colour ? 'choice swatch' : 'choice'}
            title={option.text}
          >
            <input
              type="radio"
              name={name}
              value={option.value}
              checked={option.value === value}
              aria-label={option.colour ? option.text : undefined}
              data-testid={`${name}-${option.value}`}
              onChange={() => choose(option.value)}
            />
            <span style={option.colour ? { background: option.colour } : undefined}>
              {option.colour ? '' : option.text}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

interface SwitchProps {
  label: string;
  hint?: string;
  on: boolean;
  testId: string;
  turn: (on: boolean) => void;
}

export function Switch({ label, hint, on, testId, turn }: SwitchProps) {
  const id = useId();
  return (
    <div>
      <label class="switch">
        <span>{label}</span>
        <input
          type="checkbox"
          role="switch"
          checked={on}
          aria-describedby={hint ? id : undefined}
          data-testid={testId}
          onChange={(event) => turn(event.currentTarget.checked)}
        />
      </label>
      {hint && (
        <p class="hint" id={id}>
          {hint}
        </p>
      )}
    </div>
  );
}

interface ModalProps {
  title: string;
  testId: string;
  close: () => void;
  submit: () => void;
  children: ComponentChildren;
}

/** A native modal dialog: focus stays inside, Escape closes, focus returns. */
export function Modal({ title, testId, close, submit, children }: ModalProps) {
  const id = useId();
  const box = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const before = document.activeElement as HTMLElement | null;
    box.current?.showModal();
    return () => before?.focus();
  }, []);
  const onSubmit = (event: TargetedEvent<HTMLFormElement>) => {
    event.preventDefault();
    submit();
  };
  return (
    <dialog ref={box} class="modal" aria-labelledby={id} data-testid={testId} onClose={close}>
      <form onSubmit={onSubmit}>
        <h2 id={id}>{title}</h2>
        {children}
      </form>
    </dialog>
  );
}
