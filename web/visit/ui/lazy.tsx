// Parts that come when they are first wanted.
import { useSignal } from '@preact/signals';
import type { ComponentChildren, ComponentType } from 'preact';
import { useEffect } from 'preact/hooks';
import { Button } from '../../ui/controls';
import { words } from '../i18n';
import { closePanel } from '../state/panels';

/** Fetches the code once; a fetch that failed can be tried again. */
function usePart<Part>(part: { loaded: Part | null }, load: () => Promise<Part>) {
  const state = useSignal<'coming' | 'here' | 'failed'>(part.loaded ? 'here' : 'coming');
  const fetchIt = () => {
    if (part.loaded) return;
    state.value = 'coming';
    load().then(
      (made) => {
        part.loaded = made;
        state.value = 'here';
      },
      () => (state.value = 'failed'),
    );
  };
  useEffect(fetchIt, []);
  return { state: state.value, fetchIt };
}

/** A component whose code is fetched at its first use; until then `fallback` stands there. */
export function lazy<Props extends object>(load: () => Promise<ComponentType<Props>>) {
  const part: { loaded: ComponentType<Props> | null } = { loaded: null };
  return function Lazy(props: Props & { fallback?: ComponentChildren }) {
    const { state } = usePart(part, load);
    const Part = part.loaded;
    return state === 'here' && Part ? <Part {...props} /> : <>{props.fallback}</>;
  };
}

const kSlowMs = 300;

/** Only when there is something to wait for: no flash before a panel that is nearly there. */
function Coming() {
  const slow = useSignal(false);
  useEffect(() => {
    const timer = setTimeout(() => (slow.value = true), kSlowMs);
    return () => clearTimeout(timer);
  }, []);
  return (
    slow.value && (
      <Frame>
        <p class="hint" role="status">
          {words.value.oneMoment}
        </p>
      </Frame>
    )
  );
}

function Failed({ again }: { again: () => void }) {
  const { chat, retry, close } = words.value;
  return (
    <Frame>
      <p class="fault" role="alert">
        {chat.lostLine}
      </p>
      <div class="row">
        <Button testId="panel-retry" icon="retry" kind="gold" act={again}>
          {retry}
        </Button>
        <Button testId="panel-leave" act={closePanel}>
          {close}
        </Button>
      </div>
    </Frame>
  );
}

function Frame({ children }: { children: ComponentChildren }) {
  return (
    <section class="panel glass" data-testid="panel-awaited">
      <div class="panel-body stack" style={{ paddingTop: 'var(--space-4)' }}>
        {children}
      </div>
    </section>
  );
}

/** The same for a panel: says that it comes, and what to do when it does not. */
export function lazyPanel<Props extends object>(load: () => Promise<ComponentType<Props>>) {
  const part: { loaded: ComponentType<Props> | null } = { loaded: null };
  return function LazyPanel(props: Props) {
    const { state, fetchIt } = usePart(part, load);
    const Part = part.loaded;
    if (state === 'here' && Part) return <Part {...props} />;
    return state === 'failed' ? <Failed again={fetchIt} /> : <Coming />;
  };
}
