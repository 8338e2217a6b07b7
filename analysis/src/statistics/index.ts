export {
  conditionalAssociation,
  leaveOnePositionOut,
  splitCovariance,
  withinGroupCorrelation,
} from './association.js';
export type { Auc } from './auc.js';
export { auc, bootstrapAuc } from './auc.js';
export { intraclassCorrelation } from './clustering.js';
export type { Correlation } from './correlation.js';
export { pearson, spearman } from './correlation.js';
export { centred, centredWithin, describeSample, mean } from './descriptive.js';
export { equivalentCorrelation, equivalentMeans } from './equivalence.js';
export { benjaminiHochberg, holm } from './multiple-testing.js';
export type { PairedRow } from './paired-table.js';
export { columnsOf, rankWithinPositions } from './paired-table.js';
export { permuteAmongRows, permuteWithinPositions, permuteWithinRows } from './permutation.js';
export type { CochranQ } from './rates.js';
export { cochranQ, mcnemarExact, wilson95 } from './rates.js';
export type { ConditionalLogistic, Line } from './regression.js';
export { conditionalLogistic, leastSquares } from './regression.js';
export type { Draws, Interval, Resampling } from './resampling.js';
export { bootstrapCorrelation } from './resampling.js';
