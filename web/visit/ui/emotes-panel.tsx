// Gestures: eight large buttons, or the keys 1 to 7.
import { useEffect } from 'preact/hooks';
import { words } from '../i18n';
import { emoteNames, type World } from '../world';
import { Panel } from './panel';

type EmoteName = (typeof emoteNames)[number];
const emotes = ['wave', 'clap', 'bow', 'dance', 'sit', 'point', 'cheer', 'none'] as const;

/** A small body in each pose: strokes on a 24 x 24 grid, the head a circle at (x, y). */
const bodies: Readonly<Record<EmoteName, { head: [number, number]; limbs: string }>> = {
  wave: {
    head: [11, 5],
    limbs: 'M11 8.5v6.5M11 15l-2.5 6M11 15l2.5 6M11 10l-4 4M11 10l4.5-1.5 2.5-4.5',
  },
  clap: {
    head: [12, 5],
    limbs: 'M12 8.5v6.5M12 15l-2.5 6M12 15l2.5 6M12 10l-4 2.5 4 1M12 10l4 2.5-4 1',
  },
  bow: { head: [18, 9.5], limbs: 'M15 9.5L9 11v4l-1 6M9 15l3 6M13.5 10l1.5 5' },
  dance: {
    head: [12, 5],
    limbs: 'M12 8.5l-1 6.5M11 15l-4 2 1 4M11 15l4 3 3-1M12 10l-4.5 1.5-2-4M12 10l4.5 2 3-3',
  },
  sit: { head: [9, 6], limbs: 'M9 9.5V16h6v5M9 11l4.5 2.5M5 10v11M5 16.5h3.5' },
  point: { head: [9, 5], limbs: 'M9 8.5v6.5M9 15l-2.5 6M9 15l2.5 6M9 10l11-1M9 10l-3 4.5' },
  cheer: {
    head: [12, 6],
    limbs: 'M12 9.5V15M12 15l-2.5 6M12 15l2.5 6M12 11L7 7.5 6.5 3M12 11l5-3.5.5-4.5',
  },
  none: { head: [12, 5], limbs: 'M12 8.5v6.5M12 15l-1.5 6M12 15l1.5 6M12 10l-2.5 5M12 10l2.5 5' },
};

function Body({ emote }: { emote: EmoteName }) {
  const { head, limbs } = bodies[emote];
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
      <circle cx={head[0]} cy={head[1]} r="2.3" />
      <path d={limbs} />
    </svg>
  );
}

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
            <Body emote={emote} />
            {told.names[emote]}
          </button>
        ))}
      </div>
    </Panel>
  );
}
