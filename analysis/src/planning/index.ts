export { correlationPower, detectableCorrelation, sampleSizeForCorrelation } from './correlation-power.js';
export { clustersNeeded, designEffect, effectiveRows } from './design-effect.js';
export { exactCorrelationPower } from './exact-correlation-power.js';
export type { PairedRates } from './paired-rates-power.js';
export { approximateMcnemarPower, mcnemarPower, sampleSizeForPairedRates } from './paired-rates-power.js';
export type { PlanLevels, SampleSize } from './plan-levels.js';
export { sampleSizeForRate, wilsonHalfWidth } from './rate-precision.js';
