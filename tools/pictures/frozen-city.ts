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
  /** People standing around a point: how many, within how many metres. */
  people?: { around: Triple; count: number; radius: number };
}

const STEP_S = 1 / 30;
const CALM_STEPS = 12;
const MAX_STEPS = 600;

declare global {
  interface Window {
    /** Draws one shot; resolves when everything that belongs in it is there. */
    take(shot: Shot): Promise<void>;
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** Tiles arrive over the network, so the picture is done when it has not grown for a while. */
async function settle(engine: Engine): Promise<void> {
  let calm = 0;
  let triangles = -1;
  for (let steps = 0; steps < MAX_STEPS && calm < CALM_STEPS; ++steps) {
    engine.step(steps < 30 ? STEP_S : 0);
    calm = engine.stats.triangles === triangles ? calm + 1 : 0;
    triangles = engine.stats.triangles;
    await pause(60);
  }
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
    for (const tick of [0, 1, 2]) {
      const [x, y, z] = around;
      const [east, south] = [x + far * Math.cos(angle), z + far * Math.sin(angle)];
      engine.crowd.applySample(handle, tick, east, y, south, 2 * Math.PI * random(), 0, 0);
    }
  }
}

window.take = async (shot) => {
  const answer = await fetch('/api/spaces/city');
  const manifest = (await answer.json()) as Manifest;
  const cue = { position: shot.camera, look_at: shot.lookAt, caption: { zh: '', en: '' } };
  manifest.tour = { duration_s: 3600, cues: [0, 3600].map((at_s) => ({ at_s, ...cue })) };
  const [x, y, z] = shot.people?.around ?? shot.camera;
  manifest.spawn = { x, y, z, yaw: 0 };
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
};
