// Ten thousand synthetic people in a square, nine in ten walking, told of by frames as a server
// sends them: what a frame costs in script.
import { PlaneGeometry, Mesh, MeshLambertMaterial } from 'three';
import { decodeCrowdCellsFrame } from '../../protocol/generated/frames.js';
import { readCells } from '../../protocol/motion.js';
import { Crowd } from '../crowd/crowd.js';
import { qualityLevels } from '../quality/levels.js';
import { Atmosphere } from '../sky/atmosphere.js';
import { Stage } from '../stage.js';
import { Walkers } from './walkers.js';

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
  /** Of one received frame of two hundred records: decoding and taking them. */
  told: [number, number];
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
  const pixel = new Uint8Array(4);
  // Waits for the picture, so that drawing it is not counted in the next frame's script.
  const drain = (): void => gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, pixel);
  return { stage, crowd, drain };
}

function tell(crowd: Crowd, bytes: DataView): void {
  const frame = decodeCrowdCellsFrame(bytes);
  if (frame) readCells(frame, (handle, motion) => crowd.tellCoarse(handle, motion));
}

async function run(): Promise<CrowdFigures> {
  let clock = 0;
  const { stage, crowd, drain } = makeScene(() => clock);
  const walkers = new Walkers(people, kSide, 0.1);
  const times = { told: [] as number[], update: [] as number[], submit: [] as number[] };
  const script: number[] = [];
  crowd.followClock((ms) => ms / kTickMs);
  for (let frame = 0; frame < kWarmFrames + frames; frame++) {
    clock += kFrameMs;
    const tick = Math.floor(clock / kTickMs);
    const ticks = frame === 0 || tick > Math.floor((clock - kFrameMs) / kTickMs);
    if (ticks) walkers.step();
    const frames = ticks ? walkers.frames(tick) : [];
    stage.fitShadow(stage.camera.position);
    const start = performance.now();
    for (const bytes of frames) tell(crowd, bytes);
    const told = performance.now();
    if (frame >= kWarmFrames && ticks) times.told.push((told - start) / frames.length);
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
    told: summary(times.told),
    update: summary(times.update),
    submit: summary(times.submit),
    script: summary(script),
  };
}

window.crowdFigures = await run();
