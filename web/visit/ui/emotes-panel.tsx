// Gestures: eight large buttons, or the keys 1 to 7.
import { useEffect } from 'preact/hooks';
import { words } from '../i18n';
import { emoteNames, type World } from '../world';
import { Panel } from './controls';

type EmoteName = (typeof emoteNames)[number];
const emotes = ['wave', 'clap', 'bow', 'dance', 'sit', 'point', 'cheer', 'none'] as const;

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

export function EmotesPanel({ world }: { world: World }) {
  const { emotes: told } = words.value;
  // The engine tells when it starts and ends; from there the city hears of it.
  const make = (emote: EmoteName) => world.engine.player.emote(emoteNames.indexOf(emote));
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
