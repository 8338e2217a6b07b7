export type { WithInterval } from './bootstrap.js';
export { bootstrapGames } from './bootstrap.js';
export type { Game } from './game.js';
export { bitsOf, coalitionValue, createGame } from './game.js';
export { moebiusCoefficients, shapleyInteractions } from './interactions.js';
export {
  leaveOneIn,
  orderedShapleyValues,
  prefixCurve,
  shapleyValues,
  singleRemovals,
  suffixCurve,
} from './values.js';
