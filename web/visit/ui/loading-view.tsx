// Between the first page and the city: what is being brought, and how much of it is here.
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { dark, loading } from '../app';
import { words } from '../i18n';
import { Backdrop } from './backdrop';

const kSlowMs = 20_000;

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

export function LoadingView() {
  const { loading: told } = words.value;
  const { phase, fraction, loadedBytes } = loading.value;
  const slow = useSignal(false);
  useEffect(() => {
    const timer = setTimeout(() => (slow.value = true), kSlowMs);
    return () => clearTimeout(timer);
  }, []);
  const percent = Math.round(fraction * 100);
  return (
    <main class="loading" data-testid="loading">
      <Backdrop night={dark.value} />
      <div class="loading-card glass" style={{ position: 'relative' }}>
        <h1 style={{ fontSize: 'var(--text-l)', margin: 0 }}>{told.title}</h1>
        <div
          class="progress"
          role="progressbar"
          aria-label={told.title}
          aria-valuemin={0}
          aria-valuemax={100}
          aria-valuenow={percent}
          aria-valuetext={`${percent}%`}
        >
          <i style={{ width: `${percent}%` }} />
        </div>
        <p class="loading-line">
          <span aria-live="polite">{told.phases[phase]}</span>
          <span>{loadedBytes > 0 ? megabytes(loadedBytes) : `${percent}%`}</span>
        </p>
        {slow.value && <p class="hint">{told.slow}</p>}
      </div>
    </main>
  );
}
