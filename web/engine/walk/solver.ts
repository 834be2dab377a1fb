// How people move: an upright capsule against the baked mesh. Twin of kernel/geometry/walk.cpp,
// held to it by tests/vectors/walk/; docs/walking.md explains the algorithm.
import { walk } from '../../protocol/generated/walk.js';
import {
  type Contact,
  type UprightCapsule,
  capsuleBox,
  findContact,
  findSupport,
} from './capsule.js';
import type { CollisionWorld, NearTriangle } from './collision-world.js';
import { type Triangle, type Vec3, lengthSquared, scaledNormal, touches } from './vec.js';

export interface WalkState {
  /** Lowest point of the capsule. */
  readonly feet: Vec3;
  /** Upwards; 0 on the ground. */
  readonly verticalMS: number;
  readonly grounded: boolean;
}

export interface WalkInput {
  /** Wanted velocity over the ground, cut to the speed of a run. */
  readonly xMS: number;
  readonly zMS: number;
  readonly jump: boolean;
}

interface Ground {
  /** Of the feet. */
  readonly y: number;
  /** Of the point that bears them. */
  readonly touchedY: number;
  readonly walkable: boolean;
}

interface FreePush {
  readonly feet: Vec3;
  readonly landed: boolean;
  readonly bumped: boolean;
}

const radius = walk.capsuleRadiusM;

/** The whole body, or with lift = step height the part that a step does not lift over. */
function body(feet: Vec3, lift: number): UprightCapsule {
  return {
    x: feet.x,
    z: feet.z,
    low: feet.y + lift + radius,
    high: feet.y + walk.capsuleHeightM - radius,
    radius,
  };
}

/** The contact that overlaps most; the first of equals. */
function deepestContact(near: readonly NearTriangle[], capsule: UprightCapsule): Contact | null {
  let deepest: Contact | null = null;
  const box = capsuleBox(capsule);
  for (const candidate of near) {
    if (!touches(candidate.box, box)) continue;
    const contact = findContact(capsule, candidate.triangle);
    if (contact && (!deepest || contact.distance < deepest.distance)) deepest = contact;
  }
  return deepest && radius - deepest.distance > walk.touchM ? deepest : null;
}

/** The feet moved sideways until the contact only touches. Null where there is no sideways. */
function pushedSideways({ away }: Contact, feet: Vec3): Vec3 | null {
  const flat = Math.sqrt(away.x * away.x + away.z * away.z);
  if (flat < walk.touchM) return null;
  const touching = Math.sqrt(Math.max(0, radius * radius - away.y * away.y));
  const push = (touching - flat) / flat;
  return { x: feet.x + away.x * push, y: feet.y, z: feet.z + away.z * push };
}

function pushedTooFar(from: Vec3, feet: Vec3): boolean {
  const reach = walk.longestMoveM + walk.pushReachM;
  const dx = feet.x - from.x;
  const dy = feet.y - from.y;
  const dz = feet.z - from.z;
  return dx * dx + dy * dy + dz * dz > reach * reach;
}

function isWalkable(triangle: Triangle): boolean {
  const n = scaledNormal(triangle);
  return n.y * n.y >= walk.slopeMinUp * walk.slopeMinUp * lengthSquared(n);
}

/** One move of at most `longestMoveM` from a state; the triangles around are asked for once. */
class Move {
  private readonly near: readonly NearTriangle[];

  constructor(
    world: CollisionWorld,
    private readonly start: WalkState,
  ) {
    const { x, y, z } = start.feet;
    const reach = walk.longestMoveM + walk.pushReachM;
    const side = radius + reach;
    const down = walk.stepHeightM + walk.longestMoveM + walk.sameHeightM;
    const up = walk.capsuleHeightM + walk.stepHeightM + reach;
    this.near = world.query({
      min: { x: x - side, y: y - down, z: z - side },
      max: { x: x + side, y: y + up, z: z + side },
    });
  }

  /** Climbs steps, follows slopes and stairs down, slides along walls; walks off ledges. */
  onGround(dx: number, dz: number): WalkState {
    const { x, y, z } = this.start.feet;
    const wanted = { x: x + dx, y, z: z + dz };
    const moved = this.tryStep(wanted) ?? this.tryPlain(wanted);
    return moved ?? { ...this.start, feet: this.lifted() };
  }

  /** Slides along walls and steep slopes; lands. */
  inAir(dx: number, dy: number, dz: number): WalkState {
    const { x, y, z } = this.start.feet;
    const moved =
      this.tryAir({ x: x + dx, y: y + dy, z: z + dz }) ??
      this.tryAir({ x, y: y + dy, z }) ??
      this.tryAir({ x: x + dx, y, z: z + dz });
    // Wedged where nothing gives way counts as ground: one can walk or jump out of it.
    return moved ?? { feet: this.lifted(), verticalMS: 0, grounded: true };
  }

  /** Where the walker stays; a little higher for one who started inside something. */
  private lifted(): Vec3 {
    const { feet } = this.start;
    const inside = deepestContact(this.near, body(feet, 0)) !== null;
    return inside ? { ...feet, y: feet.y + walk.liftM } : feet;
  }

  /** Up by a step, along, and down. Null where that ends too steep, or the head has no room. */
  private tryStep(wanted: Vec3): WalkState | null {
    const feet = this.freedAboveStep(wanted);
    if (!feet) return null;
    const ground = this.drop(feet, walk.stepHeightM, walk.stepHeightM);
    const oldY = this.start.feet.y;
    // The round of the sphere could roll up on an edge that is higher than a step.
    if (ground && ground.touchedY > oldY + walk.stepHeightM + walk.sameHeightM) return null;
    if (ground?.walkable) {
      const there = { x: feet.x, y: ground.y, z: feet.z };
      const rises = there.y > oldY + walk.touchM;
      if (rises && deepestContact(this.near, body(there, walk.stepHeightM))) return null;
      return { feet: there, verticalMS: 0, grounded: true };
    }
    if (ground && ground.y > oldY + walk.touchM) return null;
    return { feet, verticalMS: 0, grounded: false };
  }

  /** Along at the same height, as if the floor were a wall where it is too steep. */
  private tryPlain(wanted: Vec3): WalkState | null {
    const push = this.freed(wanted);
    if (!push) return null;
    const ground = this.drop(push.feet, walk.sameHeightM, walk.stepHeightM);
    if (!ground?.walkable) return { feet: push.feet, verticalMS: 0, grounded: false };
    return { feet: { ...push.feet, y: ground.y }, verticalMS: 0, grounded: true };
  }

  private tryAir(wanted: Vec3): WalkState | null {
    const push = this.freed(wanted);
    if (!push) return null;
    const { verticalMS } = this.start;
    if (push.landed && verticalMS <= 0) return { feet: push.feet, verticalMS: 0, grounded: true };
    return {
      feet: push.feet,
      verticalMS: push.bumped ? Math.min(verticalMS, 0) : verticalMS,
      grounded: false,
    };
  }

  /** Frees the part of the body above a step by sideways pushes. */
  private freedAboveStep(wanted: Vec3): Vec3 | null {
    let feet = wanted;
    for (let round = 0; round < walk.pushRounds; round++) {
      const contact = deepestContact(this.near, body(feet, walk.stepHeightM));
      if (!contact) return feet;
      const pushed = pushedSideways(contact, feet);
      if (!pushed || pushedTooFar(this.start.feet, pushed)) return null;
      feet = pushed;
    }
    return null;
  }

  /** Frees the whole body: up from what bears it, down from ceilings, sideways from the rest. */
  private freed(wanted: Vec3): FreePush | null {
    let feet = wanted;
    let landed = false;
    let bumped = false;
    for (let round = 0; round < walk.pushRounds; round++) {
      const contact = deepestContact(this.near, body(feet, 0));
      if (!contact) return { feet, landed, bumped };
      if (contact.distance < walk.touchM) return null;
      const { away, distance } = contact;
      const upness = away.y / distance;
      const clear = Math.sqrt(Math.max(0, radius * radius - (away.x * away.x + away.z * away.z)));
      if (upness >= walk.slopeMinUp) {
        feet = { x: feet.x, y: feet.y + (clear - away.y), z: feet.z };
        landed = true;
      } else if (upness <= -walk.slopeMinUp) {
        feet = { x: feet.x, y: feet.y - (clear + away.y), z: feet.z };
        bumped = true;
      } else {
        const pushed = pushedSideways(contact, feet);
        if (!pushed) return null;
        feet = pushed;
      }
      if (pushedTooFar(this.start.feet, feet)) return null;
    }
    return null;
  }

  /** Lets the lower sphere of the capsule down from `up` above its place to `down` below it. */
  private drop(feet: Vec3, up: number, down: number): Ground | null {
    const top = feet.y + up + walk.sameHeightM;
    const bottom = feet.y - down;
    const supports: Ground[] = [];
    let highest: Ground | null = null;
    for (const { triangle, box } of this.near) {
      if (box.min.x > feet.x + radius || box.max.x < feet.x - radius) continue;
      if (box.min.z > feet.z + radius || box.max.z < feet.z - radius) continue;
      if (box.max.y < bottom || box.min.y - radius > top) continue;
      const support = findSupport(feet.x, feet.z, radius, triangle);
      if (!support) continue;
      const y = support.centerY - radius;
      if (y > top || y < bottom) continue;
      const upright = y + radius - support.touchedY >= walk.slopeMinUp * radius;
      const { touchedY } = support;
      const ground = { y, touchedY, walkable: upright || isWalkable(triangle) };
      supports.push(ground);
      if (!highest || y > highest.y) highest = ground;
    }
    if (!highest) return null;
    const bearingY = highest.y - walk.sameHeightM;
    const walkable = supports.some((support) => support.y >= bearingY && support.walkable);
    return { ...highest, walkable };
  }
}

/**
 * Moves one person by `seconds` (more than a quarter of a second counts as that). Same world, state
 * and input: same result, to the last bit, as the server.
 */
export function step(
  world: CollisionWorld,
  start: WalkState,
  input: WalkInput,
  seconds: number,
): WalkState {
  const dt = Math.min(seconds, walk.longestStepS);
  let state = start;
  if (input.jump && state.grounded) {
    state = { ...state, grounded: false, verticalMS: walk.jumpMS };
  }
  const speed = Math.sqrt(input.xMS * input.xMS + input.zMS * input.zMS);
  const cut = speed > walk.runMS ? walk.runMS / speed : 1;
  const dx = input.xMS * cut * dt;
  const dz = input.zMS * cut * dt;
  let dy = 0;
  if (!state.grounded) {
    const rise = state.verticalMS * dt - 0.5 * walk.gravityMS2 * dt * dt;
    dy = Math.max(rise, -walk.terminalMS * dt);
    const verticalMS = Math.max(state.verticalMS - walk.gravityMS2 * dt, -walk.terminalMS);
    state = { ...state, verticalMS };
  }
  const path = Math.sqrt(dx * dx + dy * dy + dz * dz);
  const moves = Math.max(1, Math.ceil(path / walk.longestMoveM));
  for (let i = 0; i < moves; i++) {
    const move = new Move(world, state);
    state = state.grounded
      ? move.onGround(dx / moves, dz / moves)
      : move.inAir(dx / moves, dy / moves, dz / moves);
  }
  return state;
}
