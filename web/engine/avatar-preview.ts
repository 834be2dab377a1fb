import {
  ACESFilmicToneMapping,
  DirectionalLight,
  HemisphereLight,
  Mesh,
  PerspectiveCamera,
  Scene,
  WebGLRenderer,
} from 'three';
import { Animator } from './crowd/animator.js';
import { bakeClips } from './crowd/clips.js';
import { buildPerson, makeInstances } from './crowd/person-geometry.js';
import { makePersonMaterial } from './crowd/person-material.js';
import { EngineError } from './errors.js';
import { Atmosphere } from './sky/atmosphere.js';
import type { AvatarPreviewControl, Emote } from './types.js';

const kTurnPerSecond = 0.5;
const kEmoteSeconds = 3;

/** A small canvas with a slowly turning person, for choosing a look. Drag turns them. */
export class AvatarPreview implements AvatarPreviewControl {
  private readonly scene = new Scene();
  private readonly camera = new PerspectiveCamera(24, 1, 0.1, 20);
  private readonly atmosphere = new Atmosphere();
  private readonly animator = new Animator();
  private readonly bones = bakeClips();
  private readonly person = makeInstances(1);
  private readonly mesh: Mesh;
  private readonly abort = new AbortController();
  private yaw = 0.45;
  private dragX: number | null = null;
  private turning: boolean;
  private state = 0;
  private emoteLeft = 0;
  private last = 0;

  private constructor(
    private readonly canvas: HTMLCanvasElement,
    private readonly renderer: WebGLRenderer,
  ) {
    this.turning = !matchMedia('(prefers-reduced-motion: reduce)').matches;
    this.atmosphere.setTime(9.5);
    renderer.toneMapping = ACESFilmicToneMapping;
    renderer.toneMappingExposure = 0.95;
    this.person.dress(buildPerson(0));
    this.mesh = new Mesh(this.person.geometry, makePersonMaterial(this.atmosphere, this.bones, 0));
    this.mesh.frustumCulled = false;
    const sun = new DirectionalLight(0xfff0dd, 3);
    sun.position.set(-2, 3, -3);
    const rim = new DirectionalLight(0xbfd6ff, 1.6);
    rim.position.set(2.5, 2.5, 3);
    this.scene.add(this.mesh, sun, rim, new HemisphereLight(0xdfeaff, 0x9a8d7c, 1.5));
    this.listen();
    renderer.setAnimationLoop((time) => this.frame(time));
  }

  static async create(canvas: HTMLCanvasElement, look: bigint): Promise<AvatarPreview> {
    let renderer: WebGLRenderer;
    try {
      renderer = new WebGLRenderer({ canvas, antialias: true, alpha: true });
    } catch {
      throw new EngineError('webgl2_missing', 'This browser offers no WebGL2.');
    }
    const preview = new AvatarPreview(canvas, renderer);
    preview.setLook(look);
    return preview;
  }

  private listen(): void {
    const options = { signal: this.abort.signal };
    this.canvas.style.touchAction = 'pan-y';
    this.canvas.addEventListener(
      'pointerdown',
      (event) => {
        this.dragX = event.clientX;
        this.turning = false;
        this.canvas.setPointerCapture(event.pointerId);
      },
      options,
    );
    this.canvas.addEventListener(
      'pointermove',
      (event) => {
        if (this.dragX === null) return;
        this.yaw += (event.clientX - this.dragX) * 0.012;
        this.dragX = event.clientX;
      },
      options,
    );
    const stop = (): void => {
      this.dragX = null;
    };
    this.canvas.addEventListener('pointerup', stop, options);
    this.canvas.addEventListener('pointercancel', stop, options);
  }

  setLook(look: bigint): void {
    this.person.arrays.look[0] = Number(look & 0xffffffffn);
    this.person.arrays.look[1] = Number((look >> 32n) & 0xffffffffn);
  }

  emote(emote: Emote): void {
    this.state = emote << 4;
    this.emoteLeft = kEmoteSeconds;
  }

  private fit(): void {
    const width = Math.max(1, this.canvas.clientWidth);
    const height = Math.max(1, this.canvas.clientHeight);
    const ratio = Math.min(devicePixelRatio, 2);
    const wanted = Math.floor(width * ratio);
    if (this.canvas.width !== wanted || this.canvas.height !== Math.floor(height * ratio)) {
      this.renderer.setPixelRatio(ratio);
      this.renderer.setSize(width, height, false);
    }
    this.camera.aspect = width / height;
    // The whole figure fits, whether the canvas is tall or wide.
    const distance = Math.max(4.9, 2.1 / this.camera.aspect);
    this.camera.position.set(0, 1.25, -distance);
    this.camera.lookAt(0, 0.9, 0);
    this.camera.updateProjectionMatrix();
    this.camera.updateMatrixWorld();
  }

  private frame(time: number): void {
    const seconds = Math.min((time - this.last) / 1000, 0.1);
    this.last = time;
    this.fit();
    if (this.turning) this.yaw += kTurnPerSecond * seconds;
    this.emoteLeft -= seconds;
    if (this.emoteLeft <= 0) this.state = 0;
    this.animator.step(0, this.state, seconds, 0);
    const { place, move } = this.person.arrays;
    place[3] = this.yaw;
    move[0] = this.animator.clip[0]! | (this.animator.previous[0]! << 8);
    move[1] = this.animator.phase[0]! * 65535;
    move[2] = this.animator.previousPhase[0]! * 65535;
    move[3] = ((this.animator.blend[0]! * 255) & 255) | (128 << 8);
    this.person.flush(1);
    this.atmosphere.setClock(time / 1000);
    this.renderer.render(this.scene, this.camera);
  }

  dispose(): void {
    this.abort.abort();
    this.renderer.setAnimationLoop(null);
    this.person.geometry.dispose();
    this.bones.dispose();
    this.renderer.dispose();
  }
}
