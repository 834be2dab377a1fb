// Gestures: eight large buttons, or the keys 1 to 7.
import { useEffect } from 'preact/hooks';
import { Emote } from '../../engine/types';
import { words } from '../i18n';
import type { Session } from '../session';
import type { World } from '../world';
import { Panel } from './controls';

const emotes = ['wave', 'clap', 'bow', 'dance', 'sit', 'point', 'cheer', 'none'] as const;
type EmoteName = (typeof emotes)[number];

const signs: Readonly<Record<EmoteName, string>> = {
  wave: '👋',
  clap: '👏',
  bow: '🙇',
  dance: '💃',
  sit: '🪑',
  point: '👉',
  cheer: '🎉',
  none: '⏹',
};

export function EmotesPanel({ session, world }: { session: Session; world: World }) {
  const { emotes: told } = words.value;
  const make = (emote: EmoteName) => {
    session.connection.send({ type: 'emote', emote });
    world.engine.player.emote(Emote[emote]);
  };
  useEffect(() => {
    const keys = (event: KeyboardEvent) => {
      const emote = emotes[Number(event.key) - 1];
      if (emote && emote !== 'none' && !event.ctrlKey && !event.metaKey) make(emote);
    };
    addEventListener('keydown', keys);
    return () => removeEventListener('keydown', keys);
  }, []);
  return (
    <Panel title={told.title} testId="emotes-panel">
      <div class="emote-grid">
        {emotes.map((emote, i) => (
          <button
            key={emote}
            type="button"
            class="emote"
            aria-keyshortcuts={emote === 'none' ? undefined : String(i + 1)}
            data-testid={`emote-${emote}`}
            onClick={() => make(emote)}
          >
            <span aria-hidden="true">{signs[emote]}</span>
            {told.names[emote]}
          </button>
        ))}
      </div>
    </Panel>
  );
}
