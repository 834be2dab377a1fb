// The scenes of tests/vectors/walk/ and the paths that the C++ solver recorded in them.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

import { readCollisionCell } from './collision-cell.js';
import { CollisionWorld } from './collision-world.js';
import { type WalkState, step } from './solver.js';

type Range = [number, number];

interface Phase {
  steps: number;
  dt_s: number;
  x_m_s: number;
  z_m_s: number;
  jump: boolean;
}

interface Fact {
  why: string;
  phase: number;
  when: 'always' | 'end';
  x?: Range;
  y?: Range;
  z?: Range;
  grounded?: boolean;
}

interface Scene {
  start: { feet: [number, number, number]; vertical_m_s: number; grounded: boolean };
  phases: Phase[];
  facts: Fact[];
}

interface Recording {
  /** `.ycc` files in hexadecimal. */
  cells: string[];
  /** x, y, z, vertical speed, grounded: after every tenth step of a phase and after its last. */
  path: [number, number, number, number, number][];
}

const folder = join(import.meta.dirname, '../../../tests/vectors/walk');

function readJson<T>(...path: string[]): T {
  return JSON.parse(readFileSync(join(folder, ...path), 'utf8')) as T;
}

function worldOf({ cells }: Recording): CollisionWorld {
  const world = new CollisionWorld();
  for (const hex of cells) {
    world.add(readCollisionCell(Uint8Array.from(Buffer.from(hex, 'hex')).buffer));
  }
  return world;
}

function walkThrough(world: CollisionWorld, scene: Scene): WalkState[][] {
  const [x, y, z] = scene.start.feet;
  let state: WalkState = {
    feet: { x, y, z },
    verticalMS: scene.start.vertical_m_s,
    grounded: scene.start.grounded,
  };
  return scene.phases.map((phase) =>
    Array.from({ length: phase.steps }, () => {
      const input = { xMS: phase.x_m_s, zMS: phase.z_m_s, jump: phase.jump };
      state = step(world, state, input, phase.dt_s);
      return state;
    }),
  );
}

function expectFact(fact: Fact, state: WalkState): void {
  for (const axis of ['x', 'y', 'z'] as const) {
    const range = fact[axis];
    if (!range) continue;
    expect(state.feet[axis], fact.why).toBeGreaterThanOrEqual(range[0]);
    expect(state.feet[axis], fact.why).toBeLessThanOrEqual(range[1]);
  }
  if (fact.grounded !== undefined) expect(state.grounded, fact.why).toBe(fact.grounded);
}

const names = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .map((name) => name.replace('.json', ''));

describe.each(names)('walk scene %s', (name) => {
  const scene = readJson<Scene>(`${name}.json`);
  const recording = readJson<Recording>('recorded', `${name}.json`);
  const phases = walkThrough(worldOf(recording), scene);

  it('keeps its facts', () => {
    for (const fact of scene.facts) {
      const states = phases[fact.phase] ?? [];
      expect(states.length).toBeGreaterThan(0);
      for (const state of fact.when === 'always' ? states : states.slice(-1)) {
        expectFact(fact, state);
      }
    }
  });

  it('follows the path of the C++ solver to the last bit', () => {
    const path = phases.flatMap((states) =>
      states.filter((_, i) => i % 10 === 9 || i === states.length - 1),
    );
    expect(
      path.map(({ feet, verticalMS, grounded }) => [
        feet.x,
        feet.y,
        feet.z,
        verticalMS,
        grounded ? 1 : 0,
      ]),
    ).toEqual(recording.path);
  });
});
