import { DoubleSide, FrontSide, ShaderMaterial } from 'three';
import type { Atmosphere } from '../sky/atmosphere.js';
import { atmosphereGlsl, kAboveShare } from '../sky/atmosphere.js';
import type { Patch } from './patched-material.js';

// Surfaces where the processor draws. A software renderer compiles each program for a second and
// runs it for every pixel, so light, haze and tone are worked out at the corners of triangles, as
// Gouraud (1971) did, and a pixel only takes what lies between them.

const kDeclarations = /* glsl */ `
#include <common>
#include <tonemapping_pars_fragment>
#include <colorspace_pars_fragment>
${atmosphereGlsl}
uniform vec3 uAbove;
uniform vec3 uBelow;
uniform vec3 uLightDir;
varying vec3 vShown;
`;

/** `diffuseColor` and `totalEmissiveRadiance` mean what they mean in three's own programs. */
const kLight = /* glsl */ `
  float sun = max(dot(vNormalW, uLightDir), 0.0);
  vec3 sky = mix(uBelow, uAbove * ${kAboveShare}, 0.5 + 0.5 * vNormalW.y);
  vec3 shown = diffuseColor.rgb * (uLight * sun + sky) * RECIPROCAL_PI + totalEmissiveRadiance;
  shown = hazed(shown, vWorld, cameraPosition);
  vShown = sRGBTransferOETF(vec4(ACESFilmicToneMapping(shown), 1.0)).rgb;
`;

function vertexShader(patch: Patch): string {
  const colored = patch.vertexColors ?? true;
  return /* glsl */ `
${kDeclarations}
${patch.vertexPars ?? ''}
${patch.plainPars ?? ''}
void main() {
  vec3 objectNormal = normal;
  ${patch.normal ?? ''}
  vec3 transformed = position;
  ${patch.vertex ?? ''}
  vec4 world = modelMatrix * vec4(transformed, 1.0);
  gl_Position = projectionMatrix * viewMatrix * world;
  vec3 vWorld = world.xyz;
  vec3 vNormalW = normalize(mat3(modelMatrix) * objectNormal);
  ${patch.vertexEnd ?? ''}
  vec4 diffuseColor = vec4(${colored ? 'color.rgb' : 'vec3(1.0)'}, 1.0);
  vec3 totalEmissiveRadiance = vec3(0.0);
  ${patch.plain ?? ''}
  ${kLight}
}
`;
}

const kFragment = /* glsl */ `
varying vec3 vShown;
void main() {
  gl_FragColor = vec4(vShown, 1.0);
}
`;

/** The cheap twin of `patchedMaterial`. */
export function plainMaterial(atmosphere: Atmosphere, patch: Patch): ShaderMaterial {
  const material = new ShaderMaterial({
    vertexShader: vertexShader(patch),
    fragmentShader: patch.plainFragment ?? kFragment,
    uniforms: { ...atmosphere.uniforms, ...patch.uniforms },
    vertexColors: patch.vertexColors ?? true,
    side: patch.doubleSided ? DoubleSide : FrontSide,
    defines: { ...atmosphere.defines },
    toneMapped: false,
  });
  material.name = `plain-${patch.key}`;
  return material;
}
