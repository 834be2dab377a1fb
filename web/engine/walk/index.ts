export {
  type CollisionCell,
  CollisionCellError,
  cellSizeM,
  readCollisionCell,
} from './collision-cell.js';
export { CollisionWorld, type NearTriangle } from './collision-world.js';
export { type WalkInput, type WalkState, step } from './solver.js';
export type { Box, Triangle, Vec3 } from './vec.js';
