// The frame of every panel.
import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { IconButton } from '../../ui/controls';
import { words } from '../i18n';
import { closePanel } from '../state/panels';

interface PanelProps {
  title: string;
  testId: string;
  tall?: boolean;
  /** Holds nothing to press: the keyboard must be able to scroll it. */
  textOnly?: boolean;
  bodyClass?: string;
  children: ComponentChildren;
}

/** A non-modal region; the city stays alive beside it. Takes the focus when it opens. */
export function Panel(props: PanelProps) {
  const { title, testId, tall, textOnly, bodyClass = 'panel-body stack', children } = props;
  const id = useId();
  const box = useRef<HTMLElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    // A part of the panel may have taken it already: the message field, say.
    if (!box.current?.contains(document.activeElement)) {
      heading.current?.focus({ preventScroll: true });
    }
  }, []);
  return (
    <section
      ref={box}
      class={`panel glass ${tall ? 'panel-tall' : ''}`}
      aria-labelledby={id}
      data-testid={testId}
    >
      <header class="panel-head">
        <h2 id={id} tabIndex={-1} ref={heading}>
          {title}
        </h2>
        <IconButton icon="close" label={words.value.close} testId="close-panel" act={closePanel} />
      </header>
      <div class={bodyClass} tabIndex={textOnly ? 0 : undefined}>
        {children}
      </div>
    </section>
  );
}
