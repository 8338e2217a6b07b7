/** Datasets, experiments, statistics, figures and run folders. */
export { analyseRun, type Analysed } from './analyse-run.js';
export { createDataset, type CreateDatasetOptions, type Sampler } from './datasets/create-dataset.js';
export { datasetFileName, datasetText, readDataset, writeDataset } from './datasets/dataset-file.js';
export { datasetSchema, datasetSha256, type Dataset } from './datasets/dataset.js';
export type { Problem } from './datasets/problem.js';
export { generateWorked } from './datasets/gsm-mini/generate.js';
export { writeTrainingData } from './datasets/training-data.js';
export { twinOf } from './datasets/twins/twin-of.js';
export type { TwinPair } from './datasets/twins/twin-pair.js';
export { ablation } from './experiments/ablation/ablation.js';
export type { AblationResults } from './experiments/ablation/results.js';
export type { LaterThoughts, AblationSite, KnockoutQueries, MethodName } from './experiments/arms/names.js';
export { attention } from './experiments/attention/attention.js';
export type { AttentionResults } from './experiments/attention/results.js';
export { comparison } from './experiments/comparison/comparison.js';
export type { ComparisonResults } from './experiments/comparison/results.js';
export { decomposition } from './experiments/decomposition/decomposition.js';
export type { DecompositionResults } from './experiments/decomposition/results.js';
export {
  resultFileName,
  type AnyResults,
  type Experiment,
  type Preparation,
} from './experiments/experiment.js';
export type { ExperimentContext } from './experiments/finish-plan.js';
export { parseLayer, type NamedLayer } from './experiments/layers.js';
export { lens } from './experiments/lens/lens.js';
export type { LensResults } from './experiments/lens/results.js';
export { EXPERIMENTS } from './experiments/registry.js';
export { routing } from './experiments/routing/routing.js';
export type { RoutingResults } from './experiments/routing/results.js';
export { measureRunCost, type PlannedExperiment, type RunCost } from './experiments/run-cost.js';
export { failedControls, runExperiment } from './experiments/run-experiment.js';
export { twins } from './experiments/twins/twins.js';
export type { TwinResults } from './experiments/twins/results.js';
export type { WholeRunChoice } from './experiments/experiment.js';
export { sampleSizeForCorrelation } from './planning/correlation.js';
export type { PlanLevels } from './planning/levels.js';
export {
  mcnemarPower,
  sampleSizeForPairedRates,
  sampleSizeForRate,
  type PairedRates,
} from './planning/rates.js';
export { replicationTable } from './replication/markdown.js';
export {
  replicationResultsSchema,
  type ReplicationResults,
  type ReplicationStage,
} from './replication/results.js';
export { replicationFileName, runReplication } from './replication/run-replication.js';
export { replicationStages } from './replication/stages.js';
export type { ReplicatedProblem } from './replication/results.js';
export { page as reportPage, type PageContent } from './report/document/page.js';
export { pageScripts } from './report/document/page-script.js';
export { writeReport, type WrittenReport } from './report/write-report.js';
export { datasetOfRun, manifestOf, requireTokenLimit } from './run-setup.js';
export { fileJson } from './runs/json-text.js';
export { openRun, type Run } from './runs/run.js';
export { readResult, readRun, runPaths } from './runs/run-folder.js';
export { runManifestSchema, versionsHere, type RunFile } from './runs/manifest.js';
export { clustersNeeded } from './statistics/clustering.js';
export { FIGURE_NAMES, type FigureNotDrawn } from './summary/figures/figures.js';
export { SUMMARY_FILE_NAME, summarySchema, type Summary } from './summary/schema.js';
export { summarise } from './summary/summarise.js';
export { AnalysisError, badSetting, type AnalysisErrorCode } from './words/errors.js';
export { figureId, type Figure, type Panel, type Table } from './words/figure.js';
export { approximationNote, precisionOf, type Precision } from './words/precision.js';
export type { Protocol } from './words/protocol.js';
export type { LayerIndex } from './words/thought.js';
