import { DoubleSide, FrontSide, MeshLambertMaterial } from 'three';
import { atmosphereGlsl } from '../sky/atmosphere.js';
import type { Atmosphere } from '../sky/atmosphere.js';
import type { IUniform, Material } from 'three';
import { plainMaterial } from './plain-material.js';

/** Pieces of GLSL that one kind of surface adds to three's Lambert program. */
export interface Patch {
  key: string;
  uniforms?: Record<string, IUniform>;
  /** Default true: COLOR_0 multiplies the surface. */
  vertexColors?: boolean;
  vertexPars?: string;
  /** May change `objectNormal`; runs before `vertex`. */
  normal?: string;
  /** May change `transformed` (object space) before projection. */
  vertex?: string;
  /** Runs last in the vertex program. */
  vertexEnd?: string;
  fragmentPars?: string;
  /** May change `diffuseColor`; `vWorld`, `vNormalW` and `eyeRay` are known. */
  albedo?: string;
  /** May add to `totalEmissiveRadiance`. */
  emissive?: string;
  doubleSided?: boolean;
  /** Functions for `plain`. */
  plainPars?: string;
  /** What the plain program does instead of `albedo` and `emissive`, in its vertex stage. */
  plain?: string;
  plainFragment?: string;
}

const kVertexPars = /* glsl */ `
varying vec3 vWorld;
varying vec3 vNormalW;
uniform float uTime;
`;

const kVertexEnd = /* glsl */ `
#include <project_vertex>
vWorld = (modelMatrix * vec4(transformed, 1.0)).xyz;
vNormalW = normalize(mat3(modelMatrix) * objectNormal);
`;

const kFragmentPars = /* glsl */ `
varying vec3 vWorld;
varying vec3 vNormalW;
${atmosphereGlsl}
`;

const kEyeRay = 'vec3 eyeRay = normalize(vWorld - cameraPosition);';

/** Lambert surface under our sky: its haze is the sky's own colour, before the tone curve. */
export function patchedMaterial(atmosphere: Atmosphere, patch: Patch): Material {
  if (atmosphere.plain) return plainMaterial(atmosphere, patch);
  const material = new MeshLambertMaterial({
    vertexColors: patch.vertexColors ?? true,
    side: patch.doubleSided ? DoubleSide : FrontSide,
    fog: false,
  });
  material.name = patch.key;
  material.customProgramCacheKey = () => patch.key;
  material.onBeforeCompile = (shader) => {
    Object.assign(shader.uniforms, atmosphere.uniforms, patch.uniforms);
    shader.vertexShader = shader.vertexShader
      .replace('#include <common>', `#include <common>\n${kVertexPars}\n${patch.vertexPars ?? ''}`)
      .replace(
        '#include <beginnormal_vertex>',
        `#include <beginnormal_vertex>\n${patch.normal ?? ''}`,
      )
      .replace('#include <fog_vertex>', patch.vertexEnd ?? '')
      .replace('#include <begin_vertex>', `#include <begin_vertex>\n${patch.vertex ?? ''}`)
      .replace('#include <project_vertex>', kVertexEnd);
    shader.fragmentShader = shader.fragmentShader
      .replace(
        '#include <common>',
        `#include <common>\n${kFragmentPars}\n${patch.fragmentPars ?? ''}`,
      )
      .replace(
        '#include <color_fragment>',
        `#include <color_fragment>\n${kEyeRay}\n${patch.albedo ?? ''}`,
      )
      .replace(
        '#include <emissivemap_fragment>',
        `#include <emissivemap_fragment>\n${patch.emissive ?? ''}`,
      )
      .replace(
        '#include <opaque_fragment>',
        'outgoingLight = hazed(outgoingLight, vWorld, cameraPosition);\n#include <opaque_fragment>',
      );
  };
  return material;
}
