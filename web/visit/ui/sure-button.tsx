// What cannot be taken back is pressed twice.
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { Button } from '../../ui/controls';
import type { IconName } from '../../ui/icons';

const kSureMs = 8_000;

/** The second press does it; left alone it is the first again. */
export function useSure(act: () => void) {
  const sure = useSignal(false);
  useEffect(() => {
    if (!sure.value) return;
    const timer = setTimeout(() => (sure.value = false), kSureMs);
    return () => clearTimeout(timer);
  }, [sure.value]);
  const press = () => {
    if (sure.value) act();
    sure.value = !sure.value;
  };
  return { sure: sure.value, press };
}

interface SureProps {
  text: string;
  /** What a screen reader says, where the visible words need their surroundings. */
  label?: string;
  question: string;
  testId: string;
  icon?: IconName;
  kind?: 'plain' | 'red';
  disabled?: boolean;
  act: () => void;
}

export function SureButton({ text, label = text, question, kind = 'plain', ...props }: SureProps) {
  const { act, ...rest } = props;
  const { sure, press } = useSure(act);
  return (
    <Button
      {...rest}
      kind={sure ? 'red' : kind}
      label={sure ? `${label}: ${question}` : label}
      act={press}
    >
      {sure ? question : text}
    </Button>
  );
}
