// Joins the drawn city to the session: poses out, people in, and what the visitor touches.
import { effect, signal, type Signal } from '@preact/signals';
import type { Engine, LoadProgress, Manifest, Place } from '../engine';
import {
  axisFromWire,
  heightFromWire,
  PoseSender,
  readCells,
  readCrowd,
  type LooksFrame,
  type Person,
  type Welcome,
} from '../protocol';
import { fromWireHands, toWireHands } from './hands';
import { language, words } from './i18n';
import type { Session } from './session';
import { notify } from '../ui/notices';
import { linkTo, placeOfPath, spotOf } from './state/link';
import { openCard } from './state/panels';
import * as profile from './state/profile';
import { hourToDraw, quality, reducedMotion, showNames } from './state/settings';

/** In the order of the engine's numbers. */
export const emoteNames = [
  'none',
  'wave',
  'clap',
  'bow',
  'dance',
  'sit',
  'point',
  'cheer',
] as const;

const kAtPlaceM = 150;
/** Upwards: what people travel to is tall. */
const kArrivalPitch = 0.14;
const kMeasureMs = 500;

export class World {
  /** The place the visitor is at, or null in between. */
  readonly place = signal<Place | null>(null);
  /** Of the body; `gaze` is the turn of the camera. */
  readonly position = signal({ x: 0, y: 0, z: 0, yaw: 0, gaze: 0 });
  readonly caption = signal('');
  readonly touring = signal(false);
  readonly vrOffered = signal(false);
  readonly hour = signal(12);
  private readonly drawn: Signal<Manifest>;
  /** Key of the space that is drawn, or about to be. */
  space: string;
  /** While another space is being drawn, nobody walks. */
  private changing = false;
  private readonly poses: PoseSender;

  private constructor(
    readonly engine: Engine,
    manifest: Manifest,
    private readonly session: Session,
    private readonly canvas: HTMLCanvasElement,
    private readonly fetchManifest: (space: string) => Promise<Manifest>,
  ) {
    this.drawn = signal(manifest);
    this.space = session.welcome.value?.space ?? '';
    this.poses = new PoseSender(session.connection, () => performance.now());
  }

  /** Of the space that is drawn. */
  get manifest(): Manifest {
    return this.drawn.value;
  }

  /** Draws the city and stands the visitor where the welcome said. */
  static async open(
    engine: Engine,
    manifest: Manifest,
    session: Session,
    canvas: HTMLCanvasElement,
    fetchManifest: (space: string) => Promise<Manifest>,
    onProgress: (progress: LoadProgress) => void,
  ): Promise<World> {
    const world = new World(engine, manifest, session, canvas, fetchManifest);
    world.catchUp();
    world.listenToCity();
    world.followSettings();
    await engine.loadCity(manifest, onProgress);
    world.listenToVisitor();
    world.measure();
    setInterval(() => world.measure(), kMeasureMs);
    void engine.xr.supported().then((supported) => (world.vrOffered.value = supported));
    return world;
  }

  async tour(): Promise<void> {
    if (this.touring.value) return;
    this.touring.value = true;
    const toEnd = await this.engine.tour.play();
    this.touring.value = false;
    this.caption.value = '';
    if (toEnd) notify(words.value.tour.end, 'good');
  }

  async enterVr(): Promise<void> {
    try {
      await this.engine.xr.enter();
    } catch {
      notify(words.value.vr.failed, 'bad');
    }
  }

  lightNearLantern(): void {
    const lantern = this.session.quest.near.value;
    if (lantern) this.session.lightLantern(lantern);
  }

  distanceTo(x: number, z: number): number {
    const here = this.engine.player.position;
    return Math.hypot(x - here.x, z - here.z);
  }

  /** What the city said while the tools were still loading. */
  private catchUp(): void {
    const { engine, session } = this;
    const welcome = session.welcome.value;
    if (welcome) {
      engine.player.setPose(
        placeOfPath(location.pathname) ? { ...welcome, pitch: kArrivalPitch } : welcome,
      );
      engine.crowd.setTickLength(1000 / welcome.tickHz);
    }
    for (const person of session.people.all.value.values()) this.introduce(person);
    this.showLanterns();
  }

  private introduce(person: Person): void {
    if (person.handle === this.session.people.me.value) return;
    this.engine.crowd.setLook(person.handle, person.look);
    this.nameTag(person);
  }

  private nameTag(person: Person): void {
    const badge = person.moderator ? words.value.people.moderator : undefined;
    this.engine.labels.setName(person.handle, person.name, badge);
  }

  private listenToCity(): void {
    const { engine, session } = this;
    const { connection } = session;
    connection.on('welcome', (welcome) => {
      engine.crowd.clear();
      engine.crowd.setTickLength(1000 / welcome.tickHz);
      this.poses.renew();
      engine.player.teleport(welcome);
      this.showLanterns();
      if (welcome.space !== this.space) void this.change(welcome);
    });
    connection.on('people', ({ seen, gone }) => {
      for (const handle of gone) this.forget(handle);
      for (const person of seen) this.introduce(person);
    });
    // Told here, a person is not told again when they come into view.
    connection.on('found_people', ({ found }) => {
      for (const person of found) this.introduce(person);
    });
    this.listenToCrowd();
    connection.on('handsFrame', (frame) => {
      for (let i = 0; i < frame.count; i += 1) {
        engine.crowd.setHands(frame.records.handle(i), fromWireHands(frame.records, i));
      }
    });
    connection.on('correctionFrame', (frame) => {
      this.poses.renew();
      engine.player.correct({
        x: axisFromWire(frame.cellX, frame.offsetX),
        y: heightFromWire(frame.height),
        z: axisFromWire(frame.cellZ, frame.offsetZ),
      });
    });
    connection.on('moved', (moved) => {
      this.poses.renew();
      engine.player.teleport({ ...moved, pitch: kArrivalPitch });
      this.measure();
    });
    connection.on('heard', ({ from, text, scope }) => {
      const known = session.people.find(from);
      if (scope !== 'near' || !known || known.muted) return;
      this.nameTag(known);
      engine.labels.say(from, text);
    });
    connection.on('lantern_lit', ({ all }) => {
      this.showLanterns();
      if (all) engine.lanterns.celebrate();
    });
    connection.on('lanterns_dark', () => this.showLanterns());
  }

  /** Draws the space that this welcome is of. The last of several wins. */
  private async change(welcome: Welcome): Promise<void> {
    const { engine } = this;
    this.space = welcome.space;
    this.changing = true;
    try {
      const manifest = await this.fetchManifest(welcome.space);
      if (this.space !== welcome.space) return;
      engine.player.setPose(welcome);
      this.drawn.value = manifest;
      await engine.changeCity(manifest);
    } catch {
      notify(words.value.travel.notDrawn, 'bad');
    }
    if (this.space !== welcome.space) return;
    this.changing = false;
    this.poses.renew();
    engine.player.teleport(welcome);
    this.showLanterns();
    history.replaceState(null, '', linkTo('', '', welcome.space));
    this.measure();
  }

  private listenToCrowd(): void {
    const { connection, people } = this.session;
    const { crowd } = this.engine;
    const { clock } = connection;
    crowd.followClock((localMs) => (clock.known ? clock.tickAt(localMs) : null));
    connection.on('crowd', (frame) => {
      this.poses.confirm(frame.ownSequence);
      readCrowd(frame, (handle, motion) => {
        if (handle !== people.me.value) crowd.tell(handle, motion);
      });
    });
    connection.on('cells', (frame) =>
      readCells(frame, (handle, motion) => {
        if (handle !== people.me.value) crowd.tellCoarse(handle, motion);
      }),
    );
    connection.on('looks', (frame) => this.showLooks(frame));
  }

  private listenToVisitor(): void {
    const { engine, session } = this;
    engine.player.onPose((pose) => !this.changing && this.poses.update(pose));
    session.beforeAct = () => this.poses.flush();
    // No frames come while the page is hidden, so nobody would say that the walk is over.
    document.addEventListener('visibilitychange', () => {
      if (document.hidden) this.poses.stop();
    });
    session.stand = () => spotOf(engine.player.pose());
    engine.player.onEmote((emote) => {
      session.connection.send({ type: 'emote', emote: emoteNames[emote] ?? 'none' });
    });
    engine.player.onInteract(() => this.lightNearLantern());
    engine.lanterns.onNear((id) => (session.quest.near.value = id));
    engine.tour.onCaption((caption) => (this.caption.value = caption[language.value]));
    engine.xr.onHands((hands) => this.poses.sendHands(toWireHands(hands)));
    this.listenToTaps();
  }

  /** A short press without a drag is a touch on whoever stands there. */
  private listenToTaps(): void {
    const { canvas } = this;
    let down: { x: number; y: number; atMs: number } | null = null;
    canvas.addEventListener('pointerdown', (event) => {
      down = { x: event.clientX, y: event.clientY, atMs: event.timeStamp };
    });
    canvas.addEventListener('pointerup', (event) => {
      const start = down;
      down = null;
      if (!start || event.timeStamp - start.atMs > 500) return;
      if (Math.hypot(event.clientX - start.x, event.clientY - start.y) > 8) return;
      const box = canvas.getBoundingClientRect();
      const handle = this.engine.crowd.pick(event.clientX - box.left, event.clientY - box.top);
      // Of people farther off the city tells no names: there is nothing on their cards.
      if (this.session.people.find(handle)) openCard(handle);
    });
  }

  private followSettings(): void {
    const { engine } = this;
    effect(() => engine.setQuality(quality.value));
    effect(() => engine.setReducedMotion(reducedMotion.value));
    effect(() => engine.player.setLook(profile.look.value));
    effect(() => {
      engine.labels.visible = showNames.value;
    });
    effect(() => engine.setTimeOfDay(this.hour.value));
    effect(() => engine.portals.set(this.session.portals.value));
  }

  private showLooks({ records, count }: LooksFrame): void {
    for (let i = 0; i < count; i += 1) {
      const handle = records.handle(i);
      if (handle === this.session.people.me.value) continue;
      this.engine.crowd.setLookParts(handle, records.lookLow(i), records.lookHigh(i));
    }
  }

  private showLanterns(): void {
    for (const { id, lit } of this.session.quest.lanterns.value)
      this.engine.lanterns.setLit(id, lit);
  }

  /** Takes somebody out of the picture: gone, or blocked. */
  forget(handle: number): void {
    this.engine.crowd.remove(handle);
    this.engine.labels.remove(handle);
  }

  private measure(): void {
    const { engine, session } = this;
    const { position, yaw, gaze } = engine.player;
    this.position.value = { x: position.x, y: position.y, z: position.z, yaw, gaze };
    this.hour.value = hourToDraw(session.hour());
    session.people.measure((handle) => {
      const there = engine.crowd.position(handle);
      return there ? this.distanceTo(there.x, there.z) : null;
    });
    this.place.value = this.nearestPlace(kAtPlaceM);
    if (!this.changing) session.passPortal(position.x, position.z);
  }

  private nearestPlace(withinM: number): Place | null {
    let nearest: Place | null = null;
    let least = withinM;
    for (const place of this.manifest.places) {
      const distance = this.distanceTo(place.position[0], place.position[2]);
      if (distance <= least) [nearest, least] = [place, distance];
    }
    return nearest;
  }
}
