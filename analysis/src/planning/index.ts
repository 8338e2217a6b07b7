export { clustersNeeded, designEffect, effectiveRows } from '../statistics/clustering.js';
export { detectableCorrelation, sampleSizeForCorrelation } from './correlation.js';
export type { PlanLevels, SampleSize } from './levels.js';
export type { PairedRates } from './rates.js';
export { mcnemarPower, sampleSizeForPairedRates, sampleSizeForRate } from './rates.js';
