import { access } from 'node:fs/promises';
import { join } from 'node:path';

import { datasetSchema, datasetSha256 } from './datasets/dataset.js';
import type { Problem } from './datasets/problem.js';
import { ablation } from './experiments/ablation/ablation.js';
import { attention } from './experiments/attention/attention.js';
import { resultFileName, type AnyResults, type Experiment } from './experiments/experiment.js';
import { EXPERIMENTS, OPTIONAL_EXPERIMENTS } from './experiments/registry.js';
import { failedControls } from './experiments/run-experiment.js';
import { readResult, readRun, runPaths } from './runs/run-folder.js';
import type { RunFile } from './runs/manifest.js';
import type { SummarisedResults } from './summary/summarise.js';
import { AnalysisError } from './words/errors.js';
import type { ResultHead } from './words/result-head.js';

/** Everything that a run folder holds of results. */
export interface RunResults extends SummarisedResults {
  readonly run: RunFile;
  readonly problems: readonly Problem[];
}

/**
 * Reads the result files of a run folder, each checked against its schema, and refuses those that do not belong
 * together. Experiments that were not run are left out, but for ablation and attention.
 *
 * @throws AnalysisError `BAD_RUN_FOLDER`; `BAD_RESULTS` where dataset, ablation or attention is missing, a file has
 * another form, or is of another model, dataset or number of thoughts than the run.
 */
export async function readRunResults(directory: string): Promise<RunResults> {
  const run = await readRun(directory);
  const count = run.dataset.problems;
  const { problems } = await readResult(directory, run.dataset.file, datasetSchema);
  if (datasetSha256(problems) !== run.dataset.sha256) {
    throw new AnalysisError(
      'BAD_RESULTS',
      `${run.dataset.file} holds other problems than the run was made with; put the right file back.`,
    );
  }
  const others = new Map<string, AnyResults>();
  for (const experiment of OPTIONAL_EXPERIMENTS) {
    const file = resultFileName(experiment, count);
    if (await isThere(join(runPaths(directory).results, file)))
      others.set(experiment.name, await readResult(directory, file, experiment.schema));
  }
  const results = {
    run,
    problems,
    ablation: await readResult(directory, resultFileName(ablation, count), ablation.schema),
    attention: await readResult(directory, resultFileName(attention, count), attention.schema),
    others,
  };
  assertOneRun(results);
  return results;
}

async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

/**
 * The rule for what belongs together: one model, one dataset, one number of thoughts; ablation and attention in one
 * protocol.
 *
 * @throws AnalysisError `BAD_RESULTS`.
 */
export function assertOneRun(results: RunResults): void {
  const { ablation: first, attention: second, others } = results;
  for (const file of [first, second, ...others.values()]) assertOfRun(results, file);
  if (first.protocol !== second.protocol) {
    throw new AnalysisError(
      'BAD_RESULTS',
      `The ablation and attention results differ in protocol (${first.protocol} and ${second.protocol}); run both experiments with the same.`,
    );
  }
}

/**
 * Refuses a file of another model, dataset or number of thoughts than the run's.
 *
 * @throws AnalysisError `BAD_RESULTS`.
 */
export function assertOfRun(
  { run, ablation: { thoughts } }: RunResults,
  file: ResultHead & { readonly kind: string },
): void {
  const fields = [
    ['model', file.model_fingerprint, run.model.fingerprint],
    ['dataset', file.dataset_sha256, run.dataset.sha256],
    ['number of thoughts', file.thoughts, thoughts],
  ] as const;
  const wrong = fields.find(([, found, wanted]) => found !== wanted);
  if (wrong === undefined) return;
  throw new AnalysisError(
    'BAD_RESULTS',
    `The ${file.kind} results are of another ${wrong[0]} than the run; run that experiment again.`,
  );
}

/** Results of a run by their experiments, in the order of the registry. */
export function resultsByExperiment({
  ablation: first,
  attention: second,
  others,
}: SummarisedResults): [Experiment, AnyResults][] {
  const all = new Map<string, AnyResults>([[ablation.name, first], [attention.name, second], ...others]);
  return EXPERIMENTS.flatMap((experiment): [Experiment, AnyResults][] => {
    const results = all.get(experiment.name);
    return results ? [[experiment, results]] : [];
  });
}

/** What of the controls of a run failed, in sentences. */
export function failedControlsOf(results: SummarisedResults): string[] {
  return resultsByExperiment(results).flatMap(([experiment, each]) => failedControls(experiment, each) ?? []);
}
