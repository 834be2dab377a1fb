// What is wanted rarely, and on a phone everything that found no room in the dock.
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { words } from '../i18n';
import { unread } from '../people-door';
import { accountName, openAccount } from '../state/account';
import { closePanel, openPanel } from '../state/panels';
import type { World } from '../world';
import { Panel } from './panel';
import { Icon, type IconName } from '../../ui/icons';

interface ItemProps {
  icon: IconName;
  text: string;
  testId: string;
  badge?: number;
  act: () => void;
}

function Item({ icon, text, testId, badge = 0, act }: ItemProps) {
  return (
    <li>
      <button type="button" class="list-row" data-testid={testId} onClick={act}>
        <Icon name={icon} />
        <span>{text}</span>
        {badge > 0 && <span class="badge">{badge}</span>}
      </button>
    </li>
  );
}

function toggleFullscreen(): void {
  const change = document.fullscreenElement
    ? document.exitFullscreen()
    : document.documentElement.requestFullscreen();
  change.catch(() => undefined);
}

function useFullscreen(): boolean {
  const on = useSignal(document.fullscreenElement !== null);
  useEffect(() => {
    const follow = () => (on.value = document.fullscreenElement !== null);
    document.addEventListener('fullscreenchange', follow);
    return () => document.removeEventListener('fullscreenchange', follow);
  }, []);
  return on.value;
}

export function MorePanel({ world, leave }: { world: World; leave: () => void }) {
  const { dock } = words.value;
  const full = useFullscreen();
  const player = world.engine.player;
  const then = (act: () => void) => () => {
    closePanel();
    act();
  };
  const turnView = () => (player.view = player.view === 'first' ? 'third' : 'first');
  return (
    <Panel title={dock.more} testId="more-panel">
      <ul class="list">
        <Item
          icon="people"
          text={accountName.value ? `@${accountName.value}` : words.value.entry.account}
          testId="more-account"
          act={() => openAccount(accountName.value ? 'home' : 'sign_up')}
        />
        <Item
          icon="chat"
          text={dock.together}
          testId="more-together"
          badge={unread.value}
          act={() => openPanel('together')}
        />
        <Item icon="tour" text={dock.tour} testId="more-tour" act={then(() => void world.tour())} />
        <Item icon="lantern" text={dock.quest} testId="more-quest" act={() => openPanel('quest')} />
        <Item
          icon="search"
          text={dock.search}
          testId="more-search"
          act={() => openPanel('search')}
        />
        <Item
          icon="places"
          text={dock.spaces}
          testId="more-spaces"
          act={() => openPanel('spaces')}
        />
        <Item icon="share" text={dock.share} testId="more-share" act={() => openPanel('share')} />
        <Item icon="eye" text={dock.view} testId="more-view" act={turnView} />
        <Item
          icon="settings"
          text={dock.settings}
          testId="more-settings"
          act={() => openPanel('settings')}
        />
        <Item icon="help" text={dock.help} testId="more-help" act={() => openPanel('help')} />
        {document.fullscreenEnabled && (
          <Item
            icon="fullscreen"
            text={full ? dock.leaveFullscreen : dock.fullscreen}
            testId="more-fullscreen"
            act={toggleFullscreen}
          />
        )}
        <Item icon="leave" text={dock.leave} testId="more-leave" act={leave} />
      </ul>
    </Panel>
  );
}
