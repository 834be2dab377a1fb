export { Engine } from './engine.js';
export { AvatarPreview } from './avatar-preview.js';
export { lookPalette } from './crowd/palette.js';
export { prefetchCity } from './prefetch.js';
export { EngineError } from './errors.js';
export type { EngineErrorReason } from './errors.js';
export { Emote, Gait } from './types.js';
export type * from './types.js';
