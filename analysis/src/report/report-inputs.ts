import { access } from 'node:fs/promises';
import { join } from 'node:path';

import { datasetSchema, datasetSha256, type Problem } from '../datasets/index.js';
import { AnalysisError } from '../words/errors.js';
import { ablationFileName, attentionFileName, SUMMARY_FILE_NAME } from '../experiments/result-files.js';
import { ablationResultsSchema, type AblationResults } from '../results/ablation.js';
import { attentionResultsSchema, type AttentionResults } from '../results/attention.js';
import type { ComparisonResults } from '../results/comparison.js';
import type { DecompositionResults } from '../results/decomposition.js';
import type { LensResults } from '../results/lens.js';
import type { RoutingResults } from '../results/routing.js';
import type { TwinResults } from '../results/twins.js';
import { readResult, readRun, runPaths, type RunFile } from '../runs/index.js';
import { summarySchema, type Summary } from '../summary/index.js';
import { OPTIONAL_SECTIONS, type OptionalSection } from './section-files.js';

/** Everything that a report is made of; what the run has not is null. */
export interface ReportInputs {
  readonly run: RunFile;
  /** By id. */
  readonly dataset: ReadonlyMap<string, Problem>;
  readonly ablation: AblationResults;
  readonly attention: AttentionResults;
  readonly summary: Summary;
  readonly lens: LensResults | null;
  readonly routing: RoutingResults | null;
  readonly decomposition: DecompositionResults | null;
  readonly comparison: ComparisonResults | null;
  readonly twins: TwinResults | null;
}

/**
 * Reads the result files of a run folder, each checked against its schema.
 *
 * @throws AnalysisError `BAD_RUN_FOLDER`, or `BAD_RESULTS` where one of dataset, ablation, attention and summary
 * is missing, any has another form, or they are not of one model and dataset.
 */
export async function readReportInputs(directory: string): Promise<ReportInputs> {
  const run = await readRun(directory);
  const count = run.dataset.problems;
  const optional = async <T>({ fileName, schema }: OptionalSection<T>): Promise<T | null> => {
    const name = fileName(count);
    return (await exists(join(runPaths(directory).results, name)))
      ? readResult(directory, name, schema)
      : null;
  };
  const { problems } = await readResult(directory, run.dataset.file, datasetSchema);
  if (datasetSha256(problems) !== run.dataset.sha256) {
    throw new AnalysisError(
      'BAD_RESULTS',
      `${run.dataset.file} holds other problems than the run was made with; put the right file back.`,
    );
  }
  const inputs: ReportInputs = {
    run,
    dataset: new Map(problems.map((problem) => [problem.gsm8k_id, problem])),
    ablation: await readResult(directory, ablationFileName(count), ablationResultsSchema),
    attention: await readResult(directory, attentionFileName(count), attentionResultsSchema),
    summary: await readResult(directory, SUMMARY_FILE_NAME, summarySchema),
    lens: await optional(OPTIONAL_SECTIONS.lens),
    routing: await optional(OPTIONAL_SECTIONS.routing),
    decomposition: await optional(OPTIONAL_SECTIONS.decomposition),
    comparison: await optional(OPTIONAL_SECTIONS.comparison),
    twins: await optional(OPTIONAL_SECTIONS.twins),
  };
  assertOneRun(inputs);
  return inputs;
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

function assertOneRun({ run, ablation, ...rest }: ReportInputs): void {
  const { attention, summary, lens, routing, decomposition, comparison, twins } = rest;
  for (const file of [ablation, attention, summary, lens, routing, decomposition, comparison, twins]) {
    if (file === null) continue;
    const wanted = [run.model.fingerprint, run.dataset.sha256, ablation.thoughts];
    const found = [file.model_fingerprint, file.dataset_sha256, file.thoughts];
    const name = ['model', 'dataset', 'number of thoughts'].find(
      (_, index) => wanted[index] !== found[index],
    );
    if (name === undefined) continue;
    throw new AnalysisError(
      'BAD_RESULTS',
      `The ${file.kind} results are of another ${name} than the run; run that experiment again.`,
    );
  }
}
