// The controls, each with its word: icons alone make newcomers guess.
import { useRef } from 'preact/hooks';
import { words } from '../i18n';
import type { Session } from '../session';
import { unread } from '../people-door';
import { panel, togglePanel, type PanelName } from '../state/panels';
import { mic, talkMode } from '../state/voice';
import { holdToTalk, pressMicrophone } from '../voice-door';
import type { World } from '../world';
import { Icon, type IconName } from '../../ui/icons';

interface DockButtonProps {
  name: PanelName;
  icon: IconName;
  text: string;
  keys?: string;
  badge?: number;
  wide?: boolean;
}

function DockButton({ name, icon, text, keys, badge = 0, wide }: DockButtonProps) {
  return (
    <button
      type="button"
      class={`dock-button ${wide ? 'dock-wide' : ''}`}
      aria-expanded={panel.value === name}
      aria-keyshortcuts={keys}
      data-testid={`dock-${name}`}
      onClick={() => togglePanel(name)}
    >
      <Icon name={icon} />
      <span>{text}</span>
      {badge > 0 && (
        <span class="badge">
          <span aria-hidden="true">{badge > 99 ? '99+' : badge}</span>
          <span class="visually-hidden">{words.value.dock.unread(badge)}</span>
        </span>
      )}
    </button>
  );
}

const kLongPressMs = 300;

/** A press opens and closes it; where it opens only while held, a long press speaks. */
function MicButton({ session, world }: { session: Session; world: World }) {
  const downMs = useRef(0);
  const hold = (held: boolean) => (event: PointerEvent) => {
    if (talkMode.value !== 'push') return;
    if (held) downMs.current = event.timeStamp;
    holdToTalk(session, world, held);
  };
  const press = (event: MouseEvent) => {
    const long = event.timeStamp - downMs.current > kLongPressMs && event.detail > 0;
    if (talkMode.value !== 'push' || !long) pressMicrophone(session, world);
  };
  const { dock } = words.value;
  const state = mic.value;
  const texts = { off: dock.speak, asking: '…', ready: dock.micOn, talking: dock.talking };
  return (
    <button
      type="button"
      class="dock-button mic"
      aria-pressed={state === 'ready' || state === 'talking'}
      data-mic={state}
      data-testid="dock-mic"
      onPointerDown={hold(true)}
      onPointerUp={hold(false)}
      onPointerCancel={hold(false)}
      onPointerLeave={hold(false)}
      onClick={press}
    >
      <Icon name="mic" />
      <span>{state in texts ? texts[state as keyof typeof texts] : dock.noMic}</span>
    </button>
  );
}

export function Dock({ session, world }: { session: Session; world: World }) {
  const { dock, places } = words.value;
  return (
    <nav class="dock glass" aria-label={dock.label} id="controls" tabIndex={-1}>
      <DockButton
        name="chat"
        icon="chat"
        text={dock.chat}
        keys="T"
        badge={session.chat.unreadTotal.value}
      />
      <MicButton session={session} world={world} />
      <DockButton name="people" icon="people" text={dock.people} keys="P" />
      <DockButton name="places" icon="places" text={places.title} keys="M" />
      <DockButton name="emotes" icon="wave" text={dock.emotes} keys="G" />
      <DockButton name="quest" icon="lantern" text={dock.quest} wide />
      <DockButton name="settings" icon="settings" text={dock.settings} wide />
      <DockButton name="help" icon="help" text={dock.help} keys="H" wide />
      <DockButton name="more" icon="more" text={dock.more} badge={unread.value} />
    </nav>
  );
}
