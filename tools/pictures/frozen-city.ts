// The city with a clock that stands still: what a picture shows depends on nothing but the shot.
import { Engine, type Manifest, type Triple } from '../../web/engine';
import { seededRandom } from '../../web/engine/random';
import { type Look, lookCounts, packLook } from '../../web/protocol/generated/look';

export interface Shot {
  name: string;
  /** Hour of the day in the city. */
  hour: number;
  /** Metres in the frame of the city; heights above its zero. */
  camera: Triple;
  lookAt: Triple;
  /** Elsewhere than docs/img. */
  folder?: string;
  /** CSS pixels; 1280 x 720 unless told. */
  size?: { width: number; height: number };
  /** People standing around a point: how many, within how many metres. */
  people?: { around: Triple; count: number; radius: number };
}

const STEP_S = 1 / 30;
const CALM_STEPS = 8;
const MAX_STEPS = 1200;
const BEHIND_M = 10;

declare global {
  interface Window {
    /** A WebP file of one shot in base64, drawn when everything that belongs in it is there. */
    take(shot: Shot): Promise<string>;
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** Tiles arrive over the network; a finer one may ask for others, so calm must last. */
async function settle(engine: Engine): Promise<void> {
  let calm = 0;
  for (let steps = 0; steps < MAX_STEPS && calm < CALM_STEPS; ++steps) {
    engine.step(steps < 30 ? STEP_S : 0.101);
    calm = engine.settled ? calm + 1 : 0;
    await pause(30);
  }
}

async function base64(blob: Blob): Promise<string> {
  const url = await new Promise<string>((resolve) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result as string);
    reader.readAsDataURL(blob);
  });
  return url.slice(url.indexOf(',') + 1);
}

function randomLook(random: () => number): bigint {
  const parts = Object.entries(lookCounts).map(([part, count]) => [
    part,
    Math.floor(random() * count),
  ]);
  return packLook(Object.fromEntries(parts) as Look);
}

function placePeople(engine: Engine, { around, count, radius }: NonNullable<Shot['people']>): void {
  const random = seededRandom(7);
  for (let handle = 1; handle <= count; ++handle) {
    const angle = 2 * Math.PI * random();
    const far = radius * Math.sqrt(random());
    engine.crowd.setLook(handle, randomLook(random));
    const [x, y, z] = around;
    engine.crowd.tell(handle, {
      tick: 0,
      x: x + far * Math.cos(angle),
      y,
      z: z + far * Math.sin(angle),
      velocityX: 0,
      velocityZ: 0,
      yaw: 2 * Math.PI * random(),
      pitch: 0,
      state: 0,
    });
  }
}

/** Where the visitor's own figure stands, out of the picture. */
function behind({ camera, lookAt }: Shot): Manifest['spawn'] {
  const way = Math.hypot(lookAt[0] - camera[0], lookAt[2] - camera[2]);
  const [x, z] = [0, 2].map(
    (axis) => camera[axis]! - (BEHIND_M * (lookAt[axis]! - camera[axis]!)) / way,
  );
  return { x: x!, y: camera[1], z: z!, yaw: 0 };
}

window.take = async (shot) => {
  const answer = await fetch('/api/manifests/city');
  const manifest = (await answer.json()) as Manifest;
  const cue = { position: shot.camera, look_at: shot.lookAt, caption: { zh: '', en: '' } };
  manifest.tour = { duration_s: 3600, cues: [0, 3600].map((at_s) => ({ at_s, ...cue })) };
  manifest.spawn = behind(shot);
  const engine = await Engine.create({
    canvas: document.querySelector('canvas')!,
    quality: 'high',
    frozen: { seed: 1 },
  });
  engine.setTimeOfDay(shot.hour);
  await engine.loadCity(manifest);
  void engine.tour.play();
  if (shot.people) placePeople(engine, shot.people);
  await settle(engine);
  return base64(await engine.screenshot());
};
