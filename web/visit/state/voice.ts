// What the page shows of voices. The microphone and the loudspeaker come with web/visit/voice.
import { signal } from '@preact/signals';
import { keepWhenChanged, kept, keptChoice } from '../../ui/storage';

/** `muted`: by those who manage the city. */
export type Mic =
  | 'off'
  | 'asking'
  | 'ready'
  | 'talking'
  | 'muted'
  | 'denied'
  | 'missing'
  | 'unsupported'
  | 'failed';

export const talkModes = ['open', 'push'] as const;
export type TalkMode = (typeof talkModes)[number];

export const mic = signal<Mic>('off');
export const talkMode = signal<TalkMode>(keptChoice('talk', talkModes));
/** Of all voices, 0 to 1. */
export const volume = signal(Math.min(1, Math.max(0, Number(kept('voice-volume') ?? '0.8') || 0)));
/** What is said is shown as text, and what the visitor says is written down for others. */
export const captions = signal(kept('captions') === 'on');

export interface CaptionLine {
  key: number;
  name: string;
  text: string;
  atMs: number;
}

/** The newest last. */
export const captionLines = signal<readonly CaptionLine[]>([]);
/** Handles of those who are heard now. */
export const speaking = signal<ReadonlySet<number>>(new Set());

keepWhenChanged('talk', talkMode, String);
keepWhenChanged('voice-volume', volume, String);
keepWhenChanged('captions', captions, (on) => (on ? 'on' : 'off'));
