export type { AssociationVerdict } from './findings-attention.js';
export { attentionFindings, verdictOf } from './findings-attention.js';
export { importanceFindings } from './findings-importance.js';
export { interventionText } from './intervention-text.js';
export { lateLayerOf } from './late-layer.js';
export type { AnalysedProblem, MatchedProblems, QueryRow } from './match-problems.js';
export { matchProblems } from './match-problems.js';
export { correlationText, fixed, percent, pText } from './notation.js';
export type {
  AccuracyRate,
  Association,
  ExclusionReason,
  LayerAssociation,
  Summary,
  ThoughtComparison,
  ThoughtSummary,
} from './schema.js';
export { summarySchema } from './schema.js';
export type { SummaryOptions } from './summarise.js';
export { summarise } from './summarise.js';
