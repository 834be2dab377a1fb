// The controls, each with its word: icons alone make newcomers guess.
import { words } from '../i18n';
import type { Session } from '../session';
import { panel, togglePanel, type PanelName } from '../state/panels';
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
  const unread = badge > 0 ? `, ${words.value.dock.unread(badge)}` : '';
  return (
    <button
      type="button"
      class={`dock-button ${wide ? 'dock-wide' : ''}`}
      aria-expanded={panel.value === name}
      aria-label={text + unread}
      aria-keyshortcuts={keys}
      data-testid={`dock-${name}`}
      onClick={() => togglePanel(name)}
    >
      <Icon name={icon} />
      <span>{text}</span>
      {badge > 0 && <span class="badge">{badge > 99 ? '99+' : badge}</span>}
    </button>
  );
}

export function Dock({ session }: { session: Session }) {
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
      <DockButton name="people" icon="people" text={dock.people} keys="P" />
      <DockButton name="places" icon="places" text={places.title} keys="M" />
      <DockButton name="emotes" icon="wave" text={dock.emotes} keys="G" />
      <DockButton name="quest" icon="lantern" text={dock.quest} wide />
      <DockButton name="settings" icon="settings" text={dock.settings} wide />
      <DockButton name="help" icon="help" text={dock.help} keys="H" wide />
      <DockButton name="more" icon="more" text={dock.more} />
    </nav>
  );
}
