// The way in: entry page -> loading -> inside, and what can go wrong on it.
import { computed, effect, signal } from '@preact/signals';
import type { EngineErrorReason, LoadPhase, Manifest } from '../engine';
import { browserSurroundings } from '../protocol';
import { languageTag, words } from './i18n';
import { Session } from './session';
import { wuhanHour } from './state/city-clock';
import { inviteOf, placeOfPath, spaceOfPath } from './state/link';
import * as profile from './state/profile';
import { hourToDraw, isNight, quality, reducedMotion, theme } from './state/settings';
import { openPeopleDoor } from './people-door';
import { openVoiceDoor } from './voice-door';
import type { World } from './world';

export type Stage = 'entry' | 'loading' | 'inside';
export type FailureName = EngineErrorReason | 'no_city' | 'script_failed';

export interface Loading {
  phase: LoadPhase | 'script' | 'connect';
  fraction: number;
  loadedBytes: number;
}

export const stage = signal<Stage>('entry');
export const failure = signal<FailureName | null>(null);
export const loading = signal<Loading>({
  phase: 'script',
  fraction: 0,
  loadedBytes: 0,
});
export const manifest = signal<Manifest | null>(null);
export const session = signal<Session | null>(null);
export const world = signal<World | null>(null);
export const linkedPlace = placeOfPath(location.pathname);
const linkedSpace = spaceOfPath(location.pathname);
const invitation = inviteOf(location.hash);

/** The place that the link leads to, once the manifest is here. */
export const destination = computed(
  () => manifest.value?.places.find(({ id }) => id === linkedPlace) ?? null,
);

/** The hour that the page itself shows: the drawn one inside, Wuhan's before. */
export const pageHour = computed(
  () => world.value?.hour.value ?? hourToDraw(wuhanHour(Date.now())),
);
export const dark = computed(() =>
  theme.value === 'follow' ? isNight(pageHour.value) : theme.value === 'night',
);

class CityFault extends Error {
  constructor(readonly reason: FailureName) {
    super(reason);
  }
}

const loadEngine = () => import('../engine');
const loadWorld = () => import('./world');

const loadInvitation = () => import('./spaces/invitation');

let manifestPromise: Promise<Manifest> | null = null;
let firstSpace: Promise<string> | null = null;

/** Where the link leads; with an invitation that is not taken up yet, the city. */
function startSpace(): Promise<string> {
  firstSpace ??= invitation
    ? loadInvitation().then(({ takeUp }) => takeUp(invitation))
    : Promise.resolve(linkedSpace);
  return firstSpace;
}

async function fetchManifest(space: string): Promise<Manifest> {
  const token = profile.token.value;
  const headers: HeadersInit = token && space !== 'city' ? { 'X-Guest-Token': token } : {};
  const path = `/api/manifests/${encodeURIComponent(space)}`;
  const answer = await fetch(path, { headers }).catch(() => null);
  if (!answer) throw new CityFault('city_unreachable');
  if (answer.status === 404) throw new CityFault('no_city');
  if (!answer.ok) throw new CityFault('city_unreachable');
  return (await answer.json()) as Manifest;
}

function cityManifest(): Promise<Manifest> {
  manifestPromise ??= startSpace()
    .then((space) => fetchManifest(space || 'city'))
    .then((made) => (manifest.value = made));
  return manifestPromise;
}

/** Brings what the city needs while the visitor still chooses a name. */
export function prepare(): void {
  // Taken up by whoever goes in, not by whoever looks at the page.
  if (invitation) return void Promise.all([loadEngine(), loadWorld()]).catch(() => undefined);
  cityManifest().catch(() => (manifestPromise = null));
  Promise.all([loadEngine(), cityManifest(), loadWorld()])
    .then(([{ prefetchCity }, city]) => prefetchCity(city))
    .catch(() => undefined);
}

/** Never goes back: a bar that shrinks is a lie about one of the two moments. */
export function showLoading(next: Loading): void {
  const fraction = Math.max(loading.value.fraction, next.fraction);
  loading.value = { ...next, fraction };
}

function connect(space: string): Session {
  const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
  const around = browserSurroundings(`${scheme}://${location.host}/ws`);
  const made = new Session(around, linkedPlace, space);
  session.value = made;
  openPeopleDoor(made);
  made.connection.start();
  addEventListener('pagehide', () => made.connection.leave());
  addEventListener('pageshow', (event) => event.persisted && made.connection.start());
  return made;
}

/** Resolves when the city has let us in, be it at a later attempt. */
function welcomed(made: Session): Promise<void> {
  return new Promise((resolve) => {
    if (made.welcome.value) return resolve();
    const stop = made.connection.on('welcome', () => {
      stop();
      resolve();
    });
  });
}

/** From the entry page into the city. Shares of the bar: script 10, gate 5, city 85 %. */
export async function enter(canvas: HTMLCanvasElement): Promise<void> {
  profile.keepProfile();
  stage.value = 'loading';
  showLoading({ phase: 'script', fraction: 0.02, loadedBytes: 0 });
  try {
    const made = session.value ?? connect(await startSpace());
    const [{ Engine }, { World }] = await Promise.all([loadEngine(), loadWorld()]);
    showLoading({ phase: 'connect', fraction: 0.1, loadedBytes: 0 });
    const engine = await Engine.create({
      canvas,
      quality: quality.value,
      reducedMotion: reducedMotion.value,
    });
    engine.onContextLost(() => (failure.value = 'context_lost'));
    const city = await cityManifest();
    await welcomed(made);
    world.value = await World.open(engine, city, made, canvas, fetchManifest, (progress) =>
      showLoading({ ...progress, fraction: 0.15 + 0.85 * progress.fraction }),
    );
    openVoiceDoor(made, world.value);
    stage.value = 'inside';
    if (invitation && location.hash) {
      await (await loadInvitation()).takeUpInside(invitation, made);
    }
  } catch (fault) {
    fail(fault);
  }
}

function fail(fault: unknown): void {
  const reason = (fault as { reason?: FailureName }).reason;
  failure.value = reason ?? 'script_failed';
  if (!reason) reportError(fault);
}

/** Keeps the document in step with language and light. */
export function followDocument(): void {
  effect(() => {
    const root = document.documentElement;
    root.lang = languageTag.value;
    root.dataset.theme = dark.value ? 'night' : 'day';
    root.dataset.motion = reducedMotion.value ? 'reduced' : 'full';
    root.dataset.quality = quality.value;
    document.title = words.value.pageTitle;
  });
}
