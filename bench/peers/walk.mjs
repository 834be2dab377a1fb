// The walk that apps/yuancheng/walk_paths.cpp wrote, and how far the load has walked it. All
// threads of the load share both, so each knows the truth about everybody.
import { readFileSync, statSync } from 'node:fs';

export const STEP_MS = 50;
const FLOATS = 5; // x, z, velocity x, z, told

/** Of the clock that all threads share. */
export const nowMs = () => Number(process.hrtime.bigint()) / 1e6;

/** What walkOf() takes: plain shared memory, to hand to a thread. */
export function readWalk(file, people) {
  const samples = new SharedArrayBuffer(statSync(file).size);
  new Uint8Array(samples).set(readFileSync(file));
  const steps = samples.byteLength / (4 * FLOATS * people);
  const steppedTo = new SharedArrayBuffer(4 * people);
  new Int32Array(steppedTo).fill(-1);
  return { people, steps, samples, steppedTo, takenAt: new SharedArrayBuffer(8 * people * steps) };
}

export class Walk {
  constructor({ people, steps, samples, steppedTo, takenAt }) {
    this.people = people;
    this.steps = steps;
    this.samples = new Float32Array(samples);
    this.steppedTo = new Int32Array(steppedTo);
    this.takenAt = new Float64Array(takenAt); // nowMs() of each step that was taken
    this.startMs = 0;
  }

  /** Each walks once a step, one after another through the step. */
  dueMs(person, step) {
    return this.startMs + (step + person / this.people) * STEP_MS;
  }

  advance(person, step) {
    this.takenAt[step * this.people + person] = nowMs();
    Atomics.store(this.steppedTo, person, step);
  }

  takenAtMs(person, step) {
    return this.takenAt[step * this.people + person];
  }

  /** The step that a person has come to; 0 before the first. */
  lastStep(person) {
    return Math.max(0, Atomics.load(this.steppedTo, person));
  }

  /** Whether dead reckoning asks for the motion of this step to be told. */
  mustTell(person, step) {
    return this.samples[FLOATS * (step * this.people + person) + 4] === 1;
  }

  motion(person, step) {
    const at = FLOATS * (step * this.people + person);
    const [x, z, vx, vz] = this.samples.subarray(at, at + 4);
    return { person, step, x, z, vx, vz };
  }

  /** Where the motion has come to. */
  placeOf(motion, atMs) {
    const seconds = (atMs - this.dueMs(motion.person, motion.step)) / 1000;
    return { x: motion.x + motion.vx * seconds, z: motion.z + motion.vz * seconds };
  }

  truth(person, atMs) {
    return this.placeOf(this.motion(person, this.lastStep(person)), atMs);
  }

  /** When the motion of `step` was replaced by another; null while it is the newest. */
  replacedAt(person, step) {
    const last = this.lastStep(person);
    for (let next = step + 1; next <= last; ++next) {
      if (this.mustTell(person, next)) return this.takenAtMs(person, next);
    }
    return null;
  }
}
