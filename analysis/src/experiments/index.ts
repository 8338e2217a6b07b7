export {
  ABLATION_METHODS,
  ABLATION_SITES,
  KNOCKOUT_QUERIES,
  type AblationArm,
  type AblationMethod,
  type AblationSite,
  type KnockoutQueries,
  type MethodName,
} from './ablation-arm.js';
export { requireValidControls, type AblationSettings } from './ablation-experiment.js';
export type { NamedLayer } from './attention-experiment.js';
export { analyseRun, type Analysed } from './analyse-run.js';
export type { ExperimentContext } from './experiment-context.js';
export { donorsFor, fitReference, type FitChoice, type FittedReference } from './reference-fit.js';
export { ablationFileName, attentionFileName, SUMMARY_FILE_NAME } from './result-files.js';
export { runAblation } from './run-ablation.js';
export { runAttention } from './run-attention.js';
export { datasetOfRun, manifestOf, type DatasetChoice } from './run-setup.js';
export { parseThoughtSets, setName, type ThoughtSet } from './thought-sets.js';
