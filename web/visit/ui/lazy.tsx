// Parts that come when they are first wanted.
import { useSignal } from '@preact/signals';
import type { ComponentChildren, ComponentType } from 'preact';
import { useEffect } from 'preact/hooks';

/** A component whose code is fetched at its first use; until then `fallback` stands there. */
export function lazy<Props extends object>(load: () => Promise<ComponentType<Props>>) {
  let loaded: ComponentType<Props> | null = null;
  return function Lazy(props: Props & { fallback?: ComponentChildren }) {
    const ready = useSignal(loaded !== null);
    useEffect(() => {
      if (loaded) return;
      load().then(
        (component) => {
          loaded = component;
          ready.value = true;
        },
        // A lost line: the next opening tries again.
        () => undefined,
      );
    }, []);
    const Part = loaded;
    return ready.value && Part ? <Part {...props} /> : <>{props.fallback}</>;
  };
}
