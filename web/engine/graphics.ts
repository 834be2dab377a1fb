// What draws here, asked once: antialiasing and the first quality must be chosen before a frame.

/** `software`: the processor draws (no graphics card, or a remote desktop); each pixel is dear. */
export type Graphics = 'missing' | 'software' | 'hardware';

/** SwiftShader (Chromium), llvmpipe and softpipe (Mesa), WARP (Windows). */
const kSoftware = /swiftshader|llvmpipe|softpipe|software|basic render/i;

let known: Graphics | null = null;

function ask(): Graphics {
  const context = document.createElement('canvas').getContext('webgl2');
  if (!context) return 'missing';
  const extension = context.getExtension('WEBGL_debug_renderer_info');
  const name = String(context.getParameter(extension?.UNMASKED_RENDERER_WEBGL ?? context.RENDERER));
  context.getExtension('WEBGL_lose_context')?.loseContext();
  return kSoftware.test(name) ? 'software' : 'hardware';
}

export function graphics(): Graphics {
  return (known ??= ask());
}
