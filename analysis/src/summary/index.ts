export { accuracyOf } from './accuracy.js';
export type { Association, FlipFields, LayerAssociation } from './association-schema.js';
export type { GameSummary, LatticeSummary } from './composition/lattice-schema.js';
export { attentionFindings } from './findings-attention.js';
export { importanceFindings } from './findings-importance.js';
export { interventionText } from '../words/intervention-text.js';
export type { CutRule } from './known/cut-rule.js';
export { cutRule } from './known/cut-rule.js';
export { cutFindings, lensFindings } from './known/findings-known.js';
export type { LensReads } from './known/lens-reads.js';
export { lensReads } from './known/lens-reads.js';
export { numberIn, stepResults } from './known/step-results.js';
export { lateLayerOf } from './late-layer.js';
export type { AnalysedProblem, MatchedProblems, QueryRow } from './match-problems.js';
export { matchProblems } from './match-problems.js';
export type { AttentionBench } from './mechanism/attention-bench.js';
export type { LayerMass } from './mechanism/attention-mass.js';
export type { ComparisonSummary } from './mechanism/comparison-summary.js';
export type { DecompositionSummary } from './mechanism/decomposition-summary.js';
export type { HeadMap } from './mechanism/head-map.js';
export type { RoutingSummary } from './mechanism/routing-summary.js';
export type { TwinCell, TwinSummary } from './mechanism/twin-summary.js';
export type { MoreResults } from './more-results.js';
export { correlationText, fixed, percent, pText } from '../words/notation.js';
export type {
  AccuracyRate,
  DifficultySummary,
  ExclusionReason,
  LayerTest,
  Summary,
  ThoughtComparison,
  ThoughtSummary,
} from './schema.js';
export type { ProblemMean, Share } from '../estimates/fields.js';
export { summarySchema } from './schema.js';
export type { SummaryOptions } from './summarise.js';
export { summarise } from './summarise.js';
export type { AssociationVerdict } from './verdict.js';
export { conditionalP, relationInside, verdictOf } from './verdict.js';
