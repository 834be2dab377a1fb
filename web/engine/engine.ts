import { Vector3 } from 'three';
import { CityTiles } from './city/city-tiles.js';
import { Mirror } from './city/mirror.js';
import { Surfaces } from './city/surfaces.js';
import { Crowd } from './crowd/crowd.js';
import { EngineError } from './errors.js';
import { graphics } from './graphics.js';
import { Labels } from './labels/label-layer.js';
import { Lanterns } from './lanterns/lanterns.js';
import { Listeners } from './listeners.js';
import { LoadMeter } from './load-meter.js';
import { Ground } from './player/ground.js';
import { Input } from './player/input.js';
import { Player } from './player/player.js';
import type { Viewpoint } from './player/player.js';
import type { Bloom } from './post/bloom.js';
import { Portals } from './portals/portals.js';
import { Governor } from './quality/governor.js';
import { seededRandom } from './random.js';
import { Atmosphere } from './sky/atmosphere.js';
import { Stage } from './stage.js';
import { Tour } from './tour/tour.js';
import type {
  EngineOptions,
  EngineStats,
  Language,
  LoadProgress,
  Manifest,
  QualityChoice,
  QualityLevel,
  Unsubscribe,
} from './types.js';
import type { HandsView } from './xr/hands-view.js';
import { XrDoor } from './xr/xr-gate.js';

/** A slower frame than this slows the world down instead of making it jump. */
const kLongestFrameS = 0.5;

/** Such a machine saves everywhere, unless its owner asks for beauty. */
const drawnByProcessor = ({ quality }: EngineOptions): boolean =>
  graphics() === 'software' && quality !== 'high';

/** Where `auto` begins: the governor rises when frames turn out quick. */
function firstLevel(): QualityLevel {
  if (graphics() === 'software') return 'plain';
  const phone =
    matchMedia('(pointer: coarse)').matches && Math.min(screen.width, screen.height) < 800;
  return phone ? 'low' : 'medium';
}

/** The drawn city: one canvas, one local person, everybody else, sky, light and places. */
export class Engine {
  readonly player: Player;
  readonly crowd: Crowd;
  readonly labels: Labels;
  readonly tour: Tour;
  readonly lanterns: Lanterns;
  readonly portals: Portals;
  readonly xr: XrDoor;
  readonly stats: EngineStats = {
    frameMs: 16,
    scriptMs: 0,
    drawCalls: 0,
    triangles: 0,
    crowdDrawCalls: 0,
    pixelRatio: 1,
    quality: 'medium',
  };
  private readonly atmosphere: Atmosphere;
  private readonly stage: Stage;
  private readonly surfaces: Surfaces;
  private readonly mirror = new Mirror();
  private readonly input: Input;
  private readonly governor: Governor;
  private readonly frameListeners = new Listeners<[number]>();
  private readonly lostListeners = new Listeners<[]>();
  private readonly focus = new Vector3();
  private readonly eye = new Vector3();
  private readonly observer: ResizeObserver;
  private readonly canvas: HTMLCanvasElement;
  private city: CityTiles | null = null;
  private bloom: Bloom | null = null;
  private bloomWanted = false;
  private hands: HandsView | null = null;
  private width = 1;
  private height = 1;
  private clockMs = 0;
  private lastMs = -1;
  private frame = 0;
  private readonly frozen: boolean;
  /** Closed while loading: a frame that nobody sees would only delay the first one seen. */
  private curtain = true;
  private disposed = false;

  private constructor(
    readonly options: EngineOptions,
    context: WebGL2RenderingContext,
  ) {
    this.canvas = options.canvas;
    this.frozen = options.frozen !== undefined;
    this.clockMs = this.frozen ? 0 : performance.now();
    const nowMs = (): number => this.clockMs;
    const seed = options.frozen?.seed ?? Math.floor(performance.timeOrigin % 4294967296);
    this.governor = new Governor(devicePixelRatio, firstLevel());
    this.atmosphere = new Atmosphere(drawnByProcessor(options));
    this.stage = new Stage(this.canvas, context, this.atmosphere);
    const { scene, camera, renderer } = this.stage;
    this.surfaces = new Surfaces(this.atmosphere);
    this.crowd = new Crowd(scene, camera, this.atmosphere, nowMs);
    this.labels = new Labels(this.canvas, this.crowd, camera, nowMs);
    this.input = new Input(this.canvas);
    this.player = new Player(camera, this.crowd, this.input);
    this.tour = new Tour(camera);
    this.portals = new Portals(scene);
    this.lanterns = new Lanterns(scene, this.atmosphere, seededRandom(seed));
    this.xr = new XrDoor({ renderer, scene, camera, player: this.player, nowMs });
    // three leaves the lens of the headset on the camera.
    this.xr.onEnd(() => this.resize());
    this.crowd.onHands((handle, pose) => void this.showHands(handle, pose));
    this.setReducedMotion(options.reducedMotion ?? false);
    this.setLanguage(options.language ?? 'zh');
    this.observer = new ResizeObserver(() => this.resize());
    this.observer.observe(this.canvas);
    this.canvas.addEventListener('webglcontextlost', () => this.lostListeners.tell());
    this.setQuality(options.quality ?? 'auto');
    this.setTimeOfDay(17.5);
    this.resize();
  }

  /** Rejects with EngineError('webgl2_missing') where the browser cannot draw. */
  static async create(options: EngineOptions): Promise<Engine> {
    const context = options.canvas.getContext('webgl2', {
      antialias: !drawnByProcessor(options),
      alpha: false,
      depth: true,
      stencil: false,
      powerPreference: 'high-performance',
    });
    if (!context) throw new EngineError('webgl2_missing', 'This browser offers no WebGL2.');
    return new Engine(options, context);
  }

  /** Another city instead of the one drawn: resolves when the person can walk at their pose. */
  async changeCity(manifest: Manifest): Promise<void> {
    this.city?.dispose();
    this.city = null;
    await this.loadCity(manifest);
  }

  /** Resolves when the person can walk at the spawn (or at the pose set before). */
  async loadCity(manifest: Manifest, onProgress?: (progress: LoadProgress) => void): Promise<void> {
    const meter = new LoadMeter(onProgress);
    meter.phase('start', 0.02);
    const count = (bytes: number): void => meter.add(bytes);
    const { spawn } = manifest;
    if (this.player.position.x === 0 && this.player.position.z === 0) {
      this.player.setPose({ ...spawn, pitch: -0.04 });
    }
    this.atmosphere.setStreetLevel(spawn.y);
    this.tour.setCues(manifest.tour);
    this.lanterns.setSpots(manifest.lanterns);
    const ground = new Ground(manifest, count, () => this.clockMs);
    this.city = new CityTiles(
      manifest.tileset,
      this.stage.scene,
      this.stage.camera,
      this.surfaces,
      count,
      () => this.clockMs,
    );
    this.city.apply(this.governor.settings);
    this.city.resize(this.height);
    this.player.ground = ground;
    if (!this.frozen) this.stage.renderer.setAnimationLoop((time) => this.tick(time));
    meter.phase('ground', 0.1);
    try {
      await ground.ensure(this.player.position.x, this.player.position.z);
    } catch (error) {
      throw new EngineError('city_unreachable', String(error));
    }
    meter.phase('city', 0.45);
    await this.awaitCity(meter);
    if (!this.frozen && this.curtain) await this.openCurtain();
    meter.phase('ready', 1);
  }

  /** Walkable as soon as something stands there; the rest streams in. */
  private async awaitCity(meter: LoadMeter): Promise<void> {
    const city = this.city!;
    let waiting = true;
    const seen = city.firstShown().then(() => {
      waiting = false;
    });
    while (waiting) {
      if (this.frozen) this.step(0.016);
      meter.phase('city', 0.45 + 0.5 * city.progress);
      await Promise.race([seen, new Promise((resolve) => setTimeout(resolve, 60))]);
    }
    if (city.failed) throw new EngineError('city_unreachable', city.failed.message);
  }

  /** Resolves when the first picture was drawn. Programs are linked beside the page's thread. */
  private async openCurtain(): Promise<void> {
    const { renderer, scene, camera } = this.stage;
    await renderer.compileAsync(scene, camera);
    this.curtain = false;
    // Asked for after the loop's own frame, so it comes right behind it.
    await new Promise((resolve) => requestAnimationFrame(resolve));
  }

  /** City clock: 0..24 hours; the sun follows. */
  setTimeOfDay(hours: number): void {
    this.atmosphere.setTime(hours);
    this.stage.relight();
  }

  setQuality(quality: QualityChoice): void {
    this.governor.choose(quality);
    this.applyQuality();
  }

  private applyQuality(): void {
    const settings = this.governor.settings;
    this.stage.apply(settings);
    this.crowd.apply(settings);
    this.city?.apply(settings);
    this.bloomWanted = settings.bloom;
    if (settings.bloom && !this.bloom) void this.loadBloom();
    if (settings.mirrorScale === 0) this.surfaces.water.setMirror(null, null, 0);
    this.resize();
  }

  private async loadBloom(): Promise<void> {
    const { Bloom } = await import('./post/bloom.js');
    if (this.disposed || this.bloom) return;
    this.bloom = new Bloom(this.stage.renderer);
    this.resize();
  }

  /** Selects the shapes of Han characters in name tags. */
  setLanguage(language: Language): void {
    this.labels.setLanguage(language);
  }

  setReducedMotion(reduced: boolean): void {
    this.tour.reducedMotion = reduced;
    this.lanterns.reducedMotion = reduced;
    this.crowd.calm = reduced;
    this.atmosphere.uniforms.uShow!.value = reduced ? 0 : 1;
  }

  /** Called before each drawn frame with the seconds since the one before. */
  onFrame(listener: (seconds: number) => void): Unsubscribe {
    return this.frameListeners.add(listener);
  }

  /** The graphics card took the picture away; it comes back by itself or after a reload. */
  onContextLost(listener: () => void): Unsubscribe {
    return this.lostListeners.add(listener);
  }

  private async showHands(handle: number, pose: Parameters<HandsView['set']>[1]): Promise<void> {
    if (!this.hands) {
      const { HandsView } = await import('./xr/hands-view.js');
      this.hands ??= new HandsView(this.stage.scene, this.crowd, () => this.clockMs);
    }
    this.hands.set(handle, pose);
  }

  /** How many of head and hands of somebody are drawn. */
  handsShown(handle: number): number {
    return this.hands?.shown(handle) ?? 0;
  }

  private resize(): void {
    const width = Math.max(1, this.canvas.clientWidth);
    const height = Math.max(1, this.canvas.clientHeight);
    const { pixelRatio, level } = this.governor.state;
    this.width = width;
    this.height = height;
    this.stats.pixelRatio = pixelRatio;
    this.stats.quality = level;
    if (!this.xr?.active) this.stage.resize(width, height, pixelRatio);
    const w = Math.round(width * pixelRatio);
    const h = Math.round(height * pixelRatio);
    this.mirror.resize(w, h, this.governor.settings.mirrorScale || 0.1);
    this.bloom?.resize(w, h);
    this.city?.resize(height);
    this.crowd.viewWidth = width;
    this.crowd.viewHeight = height;
  }

  private tick(time: number): void {
    const seconds = this.lastMs < 0 ? 0.016 : (time - this.lastMs) / 1000;
    this.lastMs = time;
    this.clockMs = performance.now();
    if (!this.curtain && this.governor.observe(seconds)) this.applyQuality();
    this.draw(Math.min(seconds, kLongestFrameS));
    this.stats.frameMs = this.governor.frameMs;
  }

  /** Frozen engines only (tests, pictures): moves the clock and everything in the city. */
  step(seconds: number): void {
    this.clockMs += seconds * 1000;
    this.draw(seconds);
  }

  /** True when every tile that this view needs is here. */
  get settled(): boolean {
    return this.city?.settled ?? false;
  }

  /** One frame, in order. */
  private draw(seconds: number): void {
    const start = performance.now();
    this.frameListeners.tell(seconds);
    this.atmosphere.setClock(this.clockMs / 1000);
    this.xr.update(seconds);
    this.player.update(seconds, this.viewpoint);
    this.tour.update(seconds);
    this.city?.update(seconds);
    this.crowd.update(seconds);
    this.hands?.update();
    this.lanterns.update(
      this.player.position,
      seconds,
      this.stage.camera.getWorldPosition(this.eye),
    );
    this.lightFrame();
    if (this.curtain) return;
    this.paint();
    this.labels.update(this.width, this.height);
    this.measure(start);
    this.frame++;
  }

  private get viewpoint(): Viewpoint {
    if (this.xr.active) return 'headset';
    return this.tour.playing ? 'tour' : 'own';
  }

  private lightFrame(): void {
    const { x, y, z } = this.player.position;
    const { camera } = this.stage;
    if (this.tour.playing) {
      camera.getWorldDirection(this.focus).multiplyScalar(60).add(camera.position);
      this.focus.y = y;
    } else {
      camera.getWorldDirection(this.focus);
      this.focus.y = 0;
      this.focus.multiplyScalar(this.governor.settings.shadowReach * 0.55);
      this.focus.add({ x, y, z });
    }
    this.stage.fitShadow(this.focus);
  }

  private mirrorFrame(): void {
    const { mirrorScale, mirrorEvery } = this.governor.settings;
    const level = this.surfaces.waterLevel;
    if (mirrorScale === 0 || level === null || this.xr.active) return;
    if (this.frame % mirrorEvery !== 0) return;
    this.mirror.level = level;
    const water = this.surfaces.water;
    const { renderer, scene, camera } = this.stage;
    if (this.mirror.render(renderer, scene, camera)) {
      water.setMirror(this.mirror.target.texture, this.mirror.matrix, level);
    }
  }

  private paint(): void {
    const { renderer, scene, camera } = this.stage;
    renderer.info.reset();
    this.mirrorFrame();
    if (this.bloom && this.bloomWanted && !this.xr.active) {
      this.bloom.render(scene, camera, 0.05 + 0.09 * this.atmosphere.state.lamps);
    } else {
      renderer.render(scene, camera);
    }
  }

  private measure(start: number): void {
    const { render } = this.stage.renderer.info;
    this.stats.scriptMs = performance.now() - start;
    this.stats.drawCalls = render.calls;
    this.stats.triangles = render.triangles;
    this.stats.crowdDrawCalls = this.crowd.drawCalls;
  }

  /** The city as a picture, from where the camera is now. */
  async screenshot(): Promise<Blob> {
    this.paint();
    return new Promise((resolve, reject) => {
      this.canvas.toBlob(
        (blob) => (blob ? resolve(blob) : reject(new Error('no picture'))),
        'image/webp',
        0.86,
      );
    });
  }

  dispose(): void {
    this.disposed = true;
    this.stage.renderer.setAnimationLoop(null);
    this.observer.disconnect();
    this.frameListeners.clear();
    for (const part of [
      this.input,
      this.labels,
      this.lanterns,
      this.portals,
      this.crowd,
      this.surfaces,
      this.mirror,
    ]) {
      part.dispose();
    }
    this.hands?.dispose();
    this.city?.dispose();
    this.bloom?.dispose();
    this.stage.dispose();
  }
}
