// The last words of voices near, as text.
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { captionLines } from '../state/voice';
import { voiceWords } from './words';

const kShownMs = 8_000;
const kLines = 3;

export function CaptionsView() {
  const now = useSignal(performance.now());
  useEffect(() => {
    const timer = setInterval(() => (now.value = performance.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  const lines = captionLines.value.filter(({ atMs }) => now.value - atMs < kShownMs).slice(-kLines);
  if (lines.length === 0) return null;
  return (
    <ul class="captions" aria-label={voiceWords.value.captions} data-testid="captions">
      {lines.map(({ key, name, text }) => (
        <li key={key}>
          <b>{name}</b>
          {text}
        </li>
      ))}
    </ul>
  );
}
