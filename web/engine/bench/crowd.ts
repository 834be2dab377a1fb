// Ten thousand synthetic people in a square, all of them walking: what a frame costs in script.
import { PlaneGeometry, Mesh, MeshLambertMaterial } from 'three';
import { lookCounts, packLook } from '../../protocol/generated/look.js';
import type { Look } from '../../protocol/generated/look.js';
import { Crowd } from '../crowd/crowd.js';
import { qualityLevels } from '../quality/levels.js';
import { seededRandom } from '../random.js';
import { Atmosphere } from '../sky/atmosphere.js';
import { Stage } from '../stage.js';

const kSide = 200;
const kFrameMs = 1000 / 60;
const kTickMs = 50;
const kWarmFrames = 60;

export interface CrowdFigures {
  people: number;
  drawn: number;
  /** Of the whole frame: scene, shadow pass and crowd. */
  drawCalls: number;
  crowdDrawCalls: number;
  triangles: number;
  /** Medians and 95th percentiles of milliseconds a frame. */
  samples: [number, number];
  update: [number, number];
  submit: [number, number];
  script: [number, number];
}

declare global {
  interface Window {
    crowdFigures?: CrowdFigures;
  }
}

const question = new URLSearchParams(location.search);
const people = Number(question.get('people') ?? 10000);
const frames = Number(question.get('frames') ?? 240);
const random = seededRandom(7);

function randomLook(): bigint {
  const look = Object.fromEntries(
    Object.entries(lookCounts).map(([part, count]) => [part, Math.floor(random() * Number(count))]),
  ) as unknown as Look;
  return packLook(look);
}

/** Everybody's walk, kept apart from what is measured. */
class Walkers {
  readonly x = new Float32Array(people + 1);
  readonly z = new Float32Array(people + 1);
  readonly yaw = new Float32Array(people + 1);

  constructor() {
    for (let i = 1; i <= people; i++) {
      this.x[i] = (random() - 0.5) * kSide;
      this.z[i] = (random() - 0.5) * kSide;
      this.yaw[i] = random() * Math.PI * 2;
    }
  }

  step(): void {
    for (let i = 1; i <= people; i++) {
      this.x[i] = this.x[i]! - Math.sin(this.yaw[i]!) * 0.1;
      this.z[i] = this.z[i]! - Math.cos(this.yaw[i]!) * 0.1;
      if (Math.abs(this.x[i]!) > kSide / 2 || Math.abs(this.z[i]!) > kSide / 2) this.yaw[i]! += 2;
    }
  }

  tell(crowd: Crowd, tick: number): void {
    for (let i = 1; i <= people; i++) {
      crowd.applySample(i, tick, this.x[i]!, 0, this.z[i]!, this.yaw[i]!, 0, 1);
    }
  }
}

function summary(times: number[]): [number, number] {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.floor(share * (sorted.length - 1))] ?? 0;
  return [Number(at(0.5).toFixed(3)), Number(at(0.95).toFixed(3))];
}

function makeScene(now: () => number): { stage: Stage; crowd: Crowd; drain: () => void } {
  const canvas = document.querySelector('canvas')!;
  const gl = canvas.getContext('webgl2')!;
  const atmosphere = new Atmosphere();
  const stage = new Stage(canvas, gl, atmosphere);
  stage.apply(qualityLevels.medium);
  stage.resize(320, 180, 1);
  stage.relight();
  const ground = new Mesh(
    new PlaneGeometry(400, 400),
    new MeshLambertMaterial({ color: 0x8a877f }),
  );
  ground.rotation.x = -Math.PI / 2;
  ground.receiveShadow = true;
  stage.scene.add(ground);
  stage.camera.position.set(0, 4, kSide * 0.42);
  stage.camera.lookAt(0, 1, 0);
  stage.camera.updateMatrixWorld();
  const crowd = new Crowd(stage.scene, stage.camera, atmosphere, now);
  crowd.apply(qualityLevels.medium);
  for (let i = 1; i <= people; i++) crowd.setLook(i, randomLook());
  const pixel = new Uint8Array(4);
  // Waits for the picture, so that drawing it is not counted in the next frame's script.
  const drain = (): void => gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, pixel);
  return { stage, crowd, drain };
}

async function run(): Promise<CrowdFigures> {
  let clock = 0;
  let tick = 100;
  const { stage, crowd, drain } = makeScene(() => clock);
  const walkers = new Walkers();
  const times = { samples: [] as number[], update: [] as number[], submit: [] as number[] };
  const script: number[] = [];
  for (let frame = 0; frame < kWarmFrames + frames; frame++) {
    clock += kFrameMs;
    const ticks = Math.floor(clock / kTickMs) > Math.floor((clock - kFrameMs) / kTickMs);
    if (ticks) walkers.step();
    stage.fitShadow(stage.camera.position);
    const start = performance.now();
    if (ticks) walkers.tell(crowd, tick++);
    const told = performance.now();
    crowd.update(kFrameMs / 1000);
    const updated = performance.now();
    // Binning is shown in full, but only every eighth frame is drawn by a software renderer.
    if (frame % 8 === 0) {
      stage.renderer.info.reset();
      const before = performance.now();
      stage.renderer.render(stage.scene, stage.camera);
      if (frame >= kWarmFrames) times.submit.push(performance.now() - before);
      drain();
      await new Promise((resolve) => setTimeout(resolve));
    }
    if (frame < kWarmFrames) continue;
    if (ticks) times.samples.push(told - start);
    times.update.push(updated - told);
    script.push(updated - start);
  }
  const { render } = stage.renderer.info;
  return {
    people,
    drawn: crowd.drawnCount,
    drawCalls: render.calls,
    crowdDrawCalls: crowd.drawCalls,
    triangles: render.triangles,
    samples: summary(times.samples),
    update: summary(times.update),
    submit: summary(times.submit),
    script: summary(script),
  };
}

window.crowdFigures = await run();
