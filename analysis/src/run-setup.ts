import { access } from 'node:fs/promises';
import { join } from 'node:path';

import type { GetModelResponse } from '@codiscope/proto';

import { createDataset, type CreateDatasetOptions } from './datasets/create-dataset.js';
import { datasetSha256, type Dataset } from './datasets/dataset.js';
import { datasetFileName, readDataset } from './datasets/dataset-file.js';
import { versionsHere, type RunManifest } from './runs/manifest.js';
import { readRunFile } from './runs/run-file.js';
import { runPaths } from './runs/run-folder.js';
import { badSetting } from './words/errors.js';

/** Which problems a command works on. */
export interface DatasetChoice extends CreateDatasetOptions {
  /** A dataset file, or any file of problems, all of which are taken. */
  readonly file?: string;
}

/**
 * The dataset of a run: the file that was named; else the one that the run folder already has, so that every
 * command on a folder works on the same problems; else a new sample.
 */
export async function datasetOfRun(folder: string, choice: DatasetChoice): Promise<Dataset> {
  if (choice.file !== undefined) return readDataset(choice.file);
  const { run, results } = runPaths(folder);
  const existing = await readRunFile(run);
  if (existing) {
    const path = join(results, existing.dataset.file);
    const there = await access(path).then(
      () => true,
      () => false,
    );
    if (there) return readDataset(path);
  }
  return createDataset(choice);
}

/** What stands in `run.json` about the model, the data and the programs. */
export function manifestOf(model: GetModelResponse, dataset: Dataset, codiscope: string): RunManifest {
  const { id, fingerprint, architecture, layers, thoughts, parameters, device, dtype, approximate } = model;
  return {
    seed: dataset.seed,
    versions: versionsHere(codiscope, model.runtimeVersion),
    model: { id, fingerprint, architecture, layers, thoughts, parameters, device, dtype, approximate },
    dataset: {
      file: datasetFileName(dataset),
      source: dataset.source,
      sampler: dataset.sampler,
      sha256: datasetSha256(dataset.problems),
      problems: dataset.problems.length,
    },
  };
}

/**
 * Refuses what every single rollout would be refused for.
 *
 * @throws AnalysisError `BAD_ARGUMENT`.
 */
export function requireTokenLimit(maxNewTokens: number, { limits }: GetModelResponse): void {
  if (!limits || maxNewTokens <= limits.maxNewTokens) return;
  throw badSetting(
    'maxNewTokens',
    `is ${maxNewTokens}; the server gives at most ${limits.maxNewTokens}: ask for that or less.`,
  );
}
