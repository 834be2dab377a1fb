// What the rest of the web client may know about the drawn city. Frame: x = east, y = up,
// z = south, metres; yaw 0 looks north (-z), positive turns left; pitch positive looks up.

import type { Motion } from '../protocol/motion.js';

export type Language = 'zh' | 'en';
/** `plain` is for machines without a graphics card. */
export type QualityLevel = 'plain' | 'low' | 'medium' | 'high';
export type QualityChoice = 'auto' | QualityLevel;
export type Triple = [number, number, number];

export interface LocalizedText {
  zh: string;
  en: string;
}

export interface Place {
  id: string;
  name: LocalizedText;
  summary: LocalizedText;
  kind: string;
  position: Triple;
  yaw: number;
}

export interface LanternSpot {
  id: string;
  position: Triple;
  hint: LocalizedText;
}

/** Who speaks on it is heard by all within `audience` metres. */
export interface StageSpot {
  id: string;
  position: Triple;
  radius: number;
  audience: number;
}

export interface TourCue {
  at_s: number;
  position: Triple;
  look_at: Triple;
  caption: LocalizedText;
}

/** The city manifest as `GET /api/manifests/city` answers it. */
export interface Manifest {
  space: string;
  name: LocalizedText;
  anchor: { lon: number; lat: number; height: number };
  tileset: string;
  collision: { cell_size_m: number; cells: { x: number; z: number; blob: string }[] };
  map: string;
  spawn: { x: number; y: number; z: number; yaw: number };
  bounds: { min: Triple; max: Triple };
  places: Place[];
  lanterns: LanternSpot[];
  /** None in cities baked before there were stages. */
  stages?: StageSpot[];
  tour: { duration_s: number; cues: TourCue[] };
}

export type LoadPhase = 'start' | 'ground' | 'city' | 'people' | 'ready';

export interface LoadProgress {
  phase: LoadPhase;
  loadedBytes: number;
  /** 0..1, never goes back. */
  fraction: number;
}

/** Same numbers as `gait` on the wire (schema/frames.json). */
export enum Gait {
  stand = 0,
  walk = 1,
  run = 2,
  air = 3,
  sit = 4,
}

/** Same numbers as the emote half of a crowd record's `gait` byte. */
export enum Emote {
  none = 0,
  wave = 1,
  clap = 2,
  bow = 3,
  dance = 4,
  sit = 5,
  point = 6,
  cheer = 7,
}

/** Where someone stands (feet) and looks. */
export interface Pose {
  x: number;
  y: number;
  z: number;
  yaw: number;
  pitch: number;
}

export interface MovingPose extends Pose {
  gait: Gait;
}

/** A pose and how the body really moves, m/s. */
export interface PoseInMotion extends MovingPose {
  velocityX: number;
  velocityZ: number;
}

export type View = 'third' | 'first';
export type Unsubscribe = () => void;

export interface EngineOptions {
  canvas: HTMLCanvasElement;
  quality?: QualityChoice;
  reducedMotion?: boolean;
  language?: Language;
  /** Tests and pictures: the clock only moves by `Engine.step`, randomness comes from the seed. */
  frozen?: { seed: number };
}

/** The local person. Input drives it while `enabled`; panels that take the keyboard clear that. */
export interface PlayerControl {
  readonly position: Readonly<{ x: number; y: number; z: number }>;
  /** Of the body. */
  readonly yaw: number;
  /** Of the camera. */
  readonly gaze: number;
  readonly pitch: number;
  readonly gait: Gait;
  view: View;
  enabled: boolean;
  pose(): MovingPose;
  /** Stand here now, without a report to the server (first placing). */
  setPose(pose: Partial<Pose>): void;
  /** Stand here now and report it; the city around is fetched first when it is far. */
  teleport(pose: Partial<Pose>): void;
  /** A server correction: small ones are blended in, large ones jump. */
  correct(pose: Partial<Pose>): void;
  setLook(look: bigint): void;
  emote(emote: Emote): void;
  /** Every frame once there is ground to stand on, and on a teleport. */
  onPose(listener: (pose: PoseInMotion) => void): Unsubscribe;
  /** Interact key (E), gamepad button or tap on the interact button. */
  onInteract(listener: () => void): Unsubscribe;
  /** Fired when the person presses the view key (V) or `view` is set. */
  onView(listener: (view: View) => void): Unsubscribe;
  /** Fired when an emote of the local person starts, and with `none` when it is over. */
  onEmote(listener: (emote: Emote) => void): Unsubscribe;
  /** Walk from outside the engine (switch access, tests): -1..1 right and forward; null = off. */
  drive(input: { right: number; forward: number; run?: boolean; jump?: boolean } | null): void;
}

export interface HandsPose {
  /** Relative to the feet, unturned: metres and unit quaternion; null = not tracked. */
  head: TrackedPose | null;
  left: TrackedPose | null;
  right: TrackedPose | null;
}

export interface TrackedPose {
  position: Triple;
  turn: [number, number, number, number];
}

/** Everybody else. Handles are the wire's u16. */
export interface CrowdView {
  readonly count: number;
  setLook(handle: number, look: bigint): void;
  /** The same in its low 32 bits and the rest. */
  setLookParts(handle: number, low: number, high: number): void;
  /** How somebody moves from now on. */
  tell(handle: number, motion: Readonly<Motion>): void;
  /** The same of somebody farther off: roughly, and without pitch. */
  tellCoarse(handle: number, motion: Readonly<Motion>): void;
  setHands(handle: number, hands: HandsPose): void;
  remove(handle: number): void;
  clear(): void;
  /** Server's tick length; 50 ms until told. */
  setTickLength(milliseconds: number): void;
  /** Whoever knows the clock of the space: its tick at a local time, null while unknown. */
  followClock(spaceTick: (localMs: number) => number | null): void;
  emote(handle: number, emote: Emote): void;
  /** Where the person is drawn now; null when unknown. */
  position(handle: number): Pose | null;
  /** The person under a point of the canvas (CSS pixels), nearest first; 0 = nobody. */
  pick(x: number, y: number): number;
  /** A soft ring under one person (the one whose card is open); 0 = nobody. */
  highlight(handle: number): void;
}

export interface LabelLayer {
  visible: boolean;
  setName(handle: number, name: string, badge?: string): void;
  remove(handle: number): void;
  /** A ring around the name of somebody whose voice is heard. */
  setSpeaking(handle: number, speaking: boolean): void;
  /** A chat bubble above someone; handle 0 = the local person. */
  say(handle: number, text: string): void;
}

export interface TourPlayer {
  readonly playing: boolean;
  /** Resolves at the end (true) or when skipped (false). */
  play(): Promise<boolean>;
  skip(): void;
  onCaption(listener: (caption: LocalizedText, index: number) => void): Unsubscribe;
}

export interface LanternView {
  setLit(id: string, lit: boolean): void;
  /** The unlit lantern the player can reach (4 m), or null; fired when it changes. */
  onNear(listener: (id: string | null) => void): Unsubscribe;
  /** Sky lanterns and fireworks; quiet variant under reduced motion. */
  celebrate(): void;
}

export interface EngineStats {
  /** Smoothed milliseconds between frames. */
  frameMs: number;
  /** Script milliseconds of the last frame, excluding the drawing by the GPU. */
  scriptMs: number;
  drawCalls: number;
  triangles: number;
  crowdDrawCalls: number;
  pixelRatio: number;
  quality: QualityLevel;
}

export interface XrGate {
  supported(): Promise<boolean>;
  readonly active: boolean;
  enter(): Promise<void>;
  leave(): Promise<void>;
  onHands(listener: (hands: HandsPose) => void): Unsubscribe;
  onEnd(listener: () => void): Unsubscribe;
}

/** A turning person for the entry form. */
export interface AvatarPreviewControl {
  setLook(look: bigint): void;
  emote(emote: Emote): void;
  dispose(): void;
}
