// Over the city: where and with how many, the lanterns, what is said nearby, and what to do next.
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { language, words } from '../i18n';
import type { Session } from '../session';
import type { Line } from '../state/chat';
import { clockText } from '../state/city-clock';
import { openPanel, panel, worldElement } from '../state/panels';
import { captionLines } from '../state/voice';
import type { World } from '../world';
import { Button } from '../../ui/controls';
import { Dock } from './dock';
import { Hints } from './hints';
import { Icon } from '../../ui/icons';
import { lazy } from './lazy';

const CaptionsView = lazy(() => import('../voice/captions-view').then((made) => made.CaptionsView));

const kOverheardMs = 12_000;

function Where({ session, world }: { session: Session; world: World }) {
  const { world: told } = words.value;
  const place = world.place.value ?? null;
  const name = place ? place.name : world.manifest.name;
  const title = session.welcome.value?.title ?? '';
  const time = clockText(world.hour.value);
  return (
    <button
      type="button"
      class="where glass"
      data-testid="where"
      onClick={() => openPanel('places')}
    >
      <strong>{title || name[language.value]}</strong>
      <span>{told.people(session.people.total.value)}</span>
      <span aria-label={told.time(time)}>{time}</span>
    </button>
  );
}

function Tracker({ session }: { session: Session }) {
  const { quest } = words.value;
  const lanterns = session.quest.lanterns.value;
  if (lanterns.length === 0) return null;
  const progress = quest.progress(session.quest.lit.value, lanterns.length);
  return (
    <button
      type="button"
      class="tracker glass"
      data-testid="quest-tracker"
      onClick={() => openPanel('quest')}
    >
      <span class="lamps" aria-hidden="true">
        {lanterns.map(({ id, lit }) => (
          <i key={id} class={`lamp ${lit ? 'lamp-lit' : ''}`} />
        ))}
      </span>
      <span>{progress}</span>
    </button>
  );
}

/** The newest words of others, for a moment, while the chat is closed. */
function Overheard({ session }: { session: Session }) {
  const now = useSignal(Date.now());
  useEffect(() => {
    const timer = setInterval(() => (now.value = Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  const lines = session.chat.lines.value
    .filter(
      ({ mine, from, arrivedMs }) => !mine && from !== 0 && now.value - arrivedMs < kOverheardMs,
    )
    .slice(-3);
  if (panel.value !== null || lines.length === 0) return null;
  return (
    <ul class="overheard" data-testid="overheard" aria-hidden="true">
      {lines.map(({ key, name, text }) => (
        <li key={key}>
          <b>{name}</b>
          {text.length > 90 ? `${text.slice(0, 90)}…` : text}
        </li>
      ))}
    </ul>
  );
}

/** Reads each new line of the others aloud once, whether the chat is open or not. */
function Announcer({ session }: { session: Session }) {
  const heard = session.chat.lines.value.filter((line: Line) => !line.mine).at(-1);
  const name = heard?.from === 0 ? words.value.chat.city : heard?.name;
  return (
    <p class="visually-hidden" aria-live="polite" data-testid="announcer">
      {heard ? `${name}: ${heard.text}` : ''}
    </p>
  );
}

function VrButton({ world }: { world: World }) {
  if (!world.vrOffered.value) return null;
  return (
    <Button testId="enter-vr" icon="vr" kind="gold" act={() => void world.enterVr()}>
      {words.value.dock.vr}
    </Button>
  );
}

function LanternPrompt({ session, world }: { session: Session; world: World }) {
  const { quest } = words.value;
  const touch = matchMedia('(pointer: coarse)').matches;
  if (!session.quest.near.value) return null;
  return (
    <button
      type="button"
      class="button button-gold prompt"
      aria-keyshortcuts="E"
      data-testid="light-lantern"
      onClick={() => world.lightNearLantern()}
    >
      <Icon name="lantern" />
      <span>{touch ? quest.light : `${quest.light} (${quest.lightKey})`}</span>
    </button>
  );
}

function TourOverlay({ world }: { world: World }) {
  const { tour } = words.value;
  const box = useRef<HTMLElement>(null);
  useEffect(() => {
    box.current?.querySelector('button')?.focus({ preventScroll: true });
    return () => worldElement()?.focus({ preventScroll: true });
  }, []);
  return (
    <section ref={box} class="tour" aria-label={tour.running} data-testid="tour">
      <p aria-live="polite">{world.caption.value}</p>
      <Button testId="tour-skip" icon="close" act={() => world.engine.tour.skip()}>
        {tour.skip}
      </Button>
    </section>
  );
}

const kCelebrateMs = 12_000;

function Celebration({ session }: { session: Session }) {
  const { quest } = words.value;
  const { celebrating } = session.quest;
  useEffect(() => {
    const timer = setTimeout(() => (celebrating.value = false), kCelebrateMs);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div class="celebration" role="status" data-testid="celebration">
      <strong>{quest.allLit}</strong>
      <span>{quest.allLitBody}</span>
    </div>
  );
}

export function Hud({ session, world }: { session: Session; world: World }) {
  if (world.touring.value) return <TourOverlay world={world} />;
  return (
    <>
      <div class="hud">
        <Dock session={session} world={world} />
        <div class="hud-top">
          <Where session={session} world={world} />
          <Tracker session={session} />
          <VrButton world={world} />
          <Hints world={world} />
          <Overheard session={session} />
        </div>
        <LanternPrompt session={session} world={world} />
      </div>
      {captionLines.value.length > 0 && <CaptionsView />}
      <Announcer session={session} />
      {session.quest.celebrating.value && <Celebration session={session} />}
    </>
  );
}
