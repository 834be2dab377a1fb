export { Connection } from './connection';
export type { ConnectionEvents, Introduction, Phase } from './connection';
export { Emitter } from './emitter';
export { readCells, readCrowd } from './motion';
export type { Motion } from './motion';
export { PoseSender } from './pose-sender';
export { browserSurroundings } from './socket';
export type { Socket, SocketHandlers, Surroundings } from './socket';
export { SpaceClock } from './space-clock';
export * from './position';
export type * from './generated/messages';
export { reasons } from './generated/messages';
export { encodeVoiceFrame } from './generated/frames';
export type {
  CorrectionFrame,
  CrowdCellsFrame,
  CrowdFrame,
  HandsFrame,
  HandsPoseFrame,
  LooksFrame,
  VoicesFrame,
} from './generated/frames';
export { lookCounts, packLook, unpackLook } from './generated/look';
export type { Look } from './generated/look';
