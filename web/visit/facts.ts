// window.__yuancheng: read-only facts for tests and for those who debug a visit.
import { failure, loading, session, stage, world } from './app';
import { mic, speaking } from './state/voice';
import { voice } from './voice-door';

export interface Facts {
  readonly stage: string;
  readonly failure: string | null;
  readonly connection: string;
  /** True when the visitor can walk. */
  readonly ready: boolean;
  readonly progress: number;
  readonly handle: number;
  /** `gaze` is the turn of the camera, `yaw` of the body. */
  readonly position: { x: number; y: number; z: number; yaw: number; gaze: number } | null;
  /** People in the city, the visitor included, as the server counts. */
  readonly people: number;
  /** Handles of the people known here, without the visitor. */
  readonly others: number[];
  /** Where somebody is drawn now; null when they are not. */
  seen(handle: number): { x: number; y: number; z: number } | null;
  /** How many of head and hands of somebody in a headset are drawn. */
  hands(handle: number): number;
  /** True while the city is seen through a headset. */
  readonly headset: boolean;
  readonly place: string;
  /** Key of the space that is drawn. */
  readonly space: string;
  readonly fps: number;
  readonly lanternsLit: number;
  /** True while sky lanterns rise. */
  readonly celebrating: boolean;
  readonly roundTripMs: number;
  readonly mic: string;
  /** Handles of those whose voice is heard. */
  readonly speaking: number[];
  /** How loud each ear hears voices now. */
  ears(): { left: number; right: number };
}

declare global {
  interface Window {
    readonly __yuancheng: Facts;
  }
}

function position(): Facts['position'] {
  const player = world.value?.engine.player;
  if (!player) return null;
  const { x, y, z } = player.position;
  return { x, y, z, yaw: player.yaw, gaze: player.gaze };
}

const facts: Facts = {
  get stage() {
    return stage.value;
  },
  get failure() {
    return failure.value;
  },
  get connection() {
    return session.value?.phase.value.name ?? 'idle';
  },
  get ready() {
    return stage.value === 'inside' && session.value?.phase.value.name === 'present';
  },
  get progress() {
    return loading.value.fraction;
  },
  get handle() {
    return session.value?.people.me.value ?? 0;
  },
  get position() {
    return position();
  },
  get people() {
    return session.value?.people.total.value ?? 0;
  },
  get others() {
    return [...(session.value?.people.all.value.keys() ?? [])];
  },
  seen(handle) {
    const pose = world.value?.engine.crowd.position(handle);
    return pose ? { x: pose.x, y: pose.y, z: pose.z } : null;
  },
  hands(handle) {
    return world.value?.engine.handsShown(handle) ?? 0;
  },
  get headset() {
    return world.value?.engine.xr.active ?? false;
  },
  get space() {
    return world.value?.space ?? '';
  },
  get place() {
    return world.value?.place.value?.id ?? '';
  },
  get fps() {
    const frameMs = world.value?.engine.stats.frameMs ?? 0;
    return frameMs > 0 ? 1000 / frameMs : 0;
  },
  get lanternsLit() {
    return session.value?.quest.lit.value ?? 0;
  },
  get celebrating() {
    return world.value?.engine.lanterns.celebrating ?? false;
  },
  get roundTripMs() {
    return session.value?.connection.clock.roundTripMs ?? 0;
  },
  get mic() {
    return mic.value;
  },
  get speaking() {
    return [...speaking.value];
  },
  ears() {
    return voice.value?.ears.level() ?? { left: 0, right: 0 };
  },
};

export function publishFacts(): void {
  Object.defineProperty(window, '__yuancheng', { value: Object.freeze(facts) });
}
