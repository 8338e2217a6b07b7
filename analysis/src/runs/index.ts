export { fileJson } from './json-text.js';
export { runManifestSchema, versionsHere } from './manifest.js';
export type { Exclusion, RunFile } from './manifest.js';
export { openRun } from './run.js';
export type { Run } from './run.js';
export type { RunExperiment } from './run-experiment.js';
export { readResult, readRun, runPaths } from './run-folder.js';
