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
export { ablationMethod, needsReference, type MethodChoice, type MethodSettings } from './ablation-method.js';
export { parseArms, type ArmChoice } from './comparison/arm-choice.js';
export { comparedRollouts } from './comparison/comparison-plan.js';
export {
  armsOfReference,
  prepareComparison,
  type ComparisonChoice,
  type ComparisonSettings,
} from './comparison/comparison-settings.js';
export { runComparison } from './comparison/run-comparison.js';
export { requireAdditivity, runDecomposition } from './decomposition/run-decomposition.js';
export { runLens, type LensSettings } from './lens/run-lens.js';
export { runRouting } from './routing/run-routing.js';
export { donorsFor, fitReference, type FitChoice, type FittedReference } from './reference-fit.js';
export {
  ablationFileName,
  attentionFileName,
  comparisonFileName,
  decompositionFileName,
  lensFileName,
  routingFileName,
  SUMMARY_FILE_NAME,
  twinFileName,
} from './result-files.js';
export { runAblation } from './run-ablation.js';
export { runAttention } from './run-attention.js';
export { datasetOfRun, manifestOf, type DatasetChoice } from './run-setup.js';
export { parseThoughtSets, setName, type ThoughtSet } from './thought-sets.js';
export { runTwins, type TwinSettings } from './twins/run-twins.js';
export { twinRollouts, type TwinPlace } from './twins/twin-plan.js';
export { twinsOfProblems } from './twins/twins-of-problems.js';
