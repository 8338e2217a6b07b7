export { lensPort } from './lens-graph.js';
export { valueNormPort } from './value-norm-graph.js';
export { slotEffectPort } from './slot-effect-graph.js';
export { directionPort } from './direction-graph.js';
