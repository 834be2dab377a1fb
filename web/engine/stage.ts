import {
  ACESFilmicToneMapping,
  DirectionalLight,
  HemisphereLight,
  PCFShadowMap,
  PerspectiveCamera,
  Scene,
  SRGBColorSpace,
  Vector3,
  WebGLRenderer,
} from 'three';
import type { Mesh } from 'three';
import { kUnmirroredLayer } from './city/mirror.js';
import type { QualitySettings } from './quality/levels.js';
import { kAboveShare } from './sky/atmosphere.js';
import type { Atmosphere } from './sky/atmosphere.js';
import { makeSkyDome } from './sky/sky-dome.js';

/** Renderer, scene, camera and the two lights: what every drawn thing needs. */
export class Stage {
  readonly renderer: WebGLRenderer;
  readonly scene = new Scene();
  readonly camera = new PerspectiveCamera(62, 1, 0.12, 7000);
  private readonly sunLight = new DirectionalLight(0xffffff, 1);
  private readonly skyLight = new HemisphereLight(0xffffff, 0xffffff, 1);
  private readonly dome: Mesh;
  private readonly right = new Vector3();
  private readonly up = new Vector3();
  private shadowReach = 70;
  private frame = 0;
  private shadowEvery = 1;

  constructor(
    canvas: HTMLCanvasElement,
    context: WebGL2RenderingContext,
    readonly atmosphere: Atmosphere,
  ) {
    this.renderer = new WebGLRenderer({ canvas, context });
    // Asking for faults would wait for each program in turn.
    this.renderer.debug.checkShaderErrors = import.meta.env.DEV;
    this.renderer.outputColorSpace = SRGBColorSpace;
    this.renderer.toneMapping = ACESFilmicToneMapping;
    this.renderer.shadowMap.enabled = true;
    this.renderer.shadowMap.type = PCFShadowMap;
    this.renderer.shadowMap.autoUpdate = false;
    this.renderer.info.autoReset = false;
    this.dome = makeSkyDome(atmosphere);
    this.dome.matrixAutoUpdate = false;
    this.scene.matrixWorldAutoUpdate = true;
    this.scene.add(this.dome, this.skyLight, this.sunLight, this.sunLight.target);
    this.camera.layers.enable(kUnmirroredLayer);
    this.sunLight.shadow.bias = -0.0002;
    this.sunLight.shadow.normalBias = 0.06;
    this.sunLight.shadow.radius = 1.1;
  }

  apply(settings: QualitySettings): void {
    this.shadowReach = settings.shadowReach;
    this.shadowEvery = settings.shadowEvery;
    const { shadow } = this.sunLight;
    this.sunLight.castShadow = settings.shadowSize > 0;
    if (this.sunLight.castShadow && shadow.mapSize.x !== settings.shadowSize) {
      shadow.mapSize.set(settings.shadowSize, settings.shadowSize);
      shadow.map?.dispose();
      shadow.map = null;
    }
    this.camera.far = settings.viewDistance;
    this.camera.updateProjectionMatrix();
  }

  resize(width: number, height: number, pixelRatio: number): void {
    this.renderer.setPixelRatio(pixelRatio);
    this.renderer.setSize(width, height, false);
    this.camera.aspect = width / Math.max(1, height);
    // On an upright phone keep the width of the view, not its height.
    this.camera.fov = this.camera.aspect < 0.8 ? 74 : 62;
    this.camera.updateProjectionMatrix();
  }

  /** Light of this hour. */
  relight(): void {
    const state = this.atmosphere.state;
    this.sunLight.color.setRGB(...state.light);
    this.sunLight.intensity = 1;
    this.skyLight.color.setRGB(...state.above).multiplyScalar(kAboveShare);
    this.skyLight.groundColor.setRGB(...state.below);
    this.skyLight.intensity = 1;
    this.renderer.toneMappingExposure = state.exposure;
  }

  /** Keep shadows around `focus`, wider when the eye is high, moved by whole texels. */
  fitShadow(focus: Vector3): void {
    const light = this.sunLight;
    const height = Math.max(0, this.camera.position.y - focus.y - 6);
    const reach = Math.min(this.shadowReach + height * 3, 900);
    const depth = reach * 2 + 500;
    const camera = light.shadow.camera;
    if (Math.abs(camera.right - reach) > reach * 0.02) {
      camera.left = camera.bottom = -reach;
      camera.right = camera.top = reach;
      camera.near = 1;
      camera.far = depth * 2;
      camera.updateProjectionMatrix();
    }
    const direction = this.atmosphere.lightDirection;
    const texel = (2 * reach) / light.shadow.mapSize.x;
    this.right.set(0, 1, 0).cross(direction).normalize();
    this.up.crossVectors(direction, this.right);
    const across = Math.round(focus.dot(this.right) / texel) * texel;
    const along = Math.round(focus.dot(this.up) / texel) * texel;
    const forward = focus.dot(direction);
    light.target.position
      .copy(this.right)
      .multiplyScalar(across)
      .addScaledVector(this.up, along)
      .addScaledVector(direction, forward);
    light.position.copy(light.target.position).addScaledVector(direction, depth);
    light.shadow.normalBias = 0.03 + texel * 0.9;
    this.frame++;
    if (this.frame % this.shadowEvery === 0) this.renderer.shadowMap.needsUpdate = true;
  }

  dispose(): void {
    this.dome.geometry.dispose();
    this.renderer.dispose();
  }
}
