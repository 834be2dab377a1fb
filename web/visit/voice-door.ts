// Voices come to the page when they are first wanted: somebody is heard, or the visitor speaks.
import { signal } from '@preact/signals';
import { captionLines, captions } from './state/voice';
import type { Session } from './session';
import type { Voice } from './voice';
import type { World } from './world';

export const voice = signal<Voice | null>(null);
const kCaptionsKept = 8;
let coming: Promise<Voice> | null = null;

export function callVoice(session: Session, world: World): Promise<Voice> {
  coming ??= import('./voice').then(
    ({ Voice: Made }) => (voice.value = new Made(session, world)),
    (fault: unknown) => {
      coming = null; // a lost line: the next wish tries again
      throw fault;
    },
  );
  return coming;
}

/** From now on whoever is heard is heard. */
export function openVoiceDoor(session: Session, world: World): void {
  const { connection } = session;
  connection.on('voices', (frame) => {
    if (voice.value) voice.value.hear(frame);
    else callVoice(session, world).catch(() => undefined);
  });
  let key = 0;
  connection.on('captioned', ({ from, text }) => {
    const known = session.people.find(from);
    if (!captions.value || known?.muted || known?.blocked) return;
    world.engine.labels.say(from, text);
    const line = { key: (key += 1), name: known?.name ?? '', text, atMs: performance.now() };
    captionLines.value = [...captionLines.value.slice(-kCaptionsKept), line];
  });
}

/** A press on the microphone. */
export function pressMicrophone(session: Session, world: World): void {
  callVoice(session, world).then(
    (made) => made.pressMicrophone(),
    () => undefined,
  );
}

let holding = false;

/** Push to talk. Letting go never brings what is not here yet. */
export function holdToTalk(session: Session, world: World, held: boolean): void {
  holding = held;
  if (!held) return voice.value?.hold(false);
  callVoice(session, world).then(
    (made) => made.hold(holding),
    () => undefined,
  );
}
