// One line that somebody fills in.
interface Props {
  /** Of the element, and what tests know it by. */
  id: string;
  label: string;
  value: string;
  change: (value: string) => void;
  most?: number;
  placeholder?: string;
  /** A number in metres. */
  number?: boolean;
}

export function TextField({ id, label, value, change, most, placeholder, number = false }: Props) {
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        id={id}
        class="input"
        type="text"
        inputMode={number ? 'decimal' : 'text'}
        pattern={number ? '-?\\d+([.]\\d+)?' : undefined}
        required
        maxLength={most}
        placeholder={placeholder}
        value={value}
        data-testid={id}
        onInput={(event) => change(event.currentTarget.value)}
      />
    </div>
  );
}
