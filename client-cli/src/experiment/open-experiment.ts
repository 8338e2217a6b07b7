import { stat } from 'node:fs/promises';
import { join } from 'node:path';

import {
  AnalysisError,
  datasetOfRun,
  datasetText,
  manifestOf,
  openRun,
  readDataset,
  type CreateDatasetOptions,
  type Dataset,
  type Run,
} from '@codiscope/analysis';
import type { GetModelResponse } from '@codiscope/proto';

import { codiscopeVersion } from '../version.js';
import { requireSample, type SampleFlags } from './sample.js';

/** The flags of `runFlags` that say where and on what. */
export interface RunFlags extends SampleFlags {
  readonly run?: string | undefined;
  readonly dataset?: string | undefined;
}

/** Chooses the problems and opens the run folder for them. Nothing is computed before both are there. */
export async function openExperiment(
  flags: RunFlags,
  model: GetModelResponse,
  signal: AbortSignal,
): Promise<{ run: Run; dataset: Dataset }> {
  const { directory, dataset } = await folderAndDataset(flags, model);
  const manifest = manifestOf(model, dataset, codiscopeVersion);
  const run = await openRun({ directory, manifest, signal });
  try {
    // The text of a dataset file, so that one that was just drawn and one that was read give the same bytes.
    await run.writeResult(manifest.dataset.file, JSON.parse(datasetText(dataset)));
    return { run, dataset };
  } catch (error) {
    await run.close();
    throw error;
  }
}

async function folderAndDataset(
  flags: RunFlags,
  { id, dtype, approximate }: GetModelResponse,
): Promise<{ directory: string; dataset: Dataset }> {
  // Exact and approximate results never share a folder.
  const name = approximate ? `${id}-${dtype}` : id;
  const folder = (problems: number): string => flags.run ?? join('runs', `${name}-${problems}`);
  if (flags.dataset !== undefined) {
    const dataset = await readDataset(flags.dataset);
    return { directory: folder(dataset.problems.length), dataset };
  }
  const directory = folder(flags['test-mode'] ? 10 : 4 * (flags['per-level'] ?? 25));
  await refuseFile(directory);
  const dataset = await datasetOfRun(directory, sampleOf(flags));
  requireSample(directory, dataset, flags);
  return { directory, dataset };
}

/** Says what is in the way before anything is read from there. */
async function refuseFile(directory: string): Promise<void> {
  const inTheWay = await stat(directory).then(
    (there) => !there.isDirectory(),
    (error: unknown) => error instanceof Error && 'code' in error && error.code === 'ENOTDIR',
  );
  if (!inTheWay) return;
  throw new AnalysisError(
    'UNWRITABLE',
    `${directory} is a file, or leads through one, where a folder is needed; choose another name with --run.`,
  );
}

/** What to draw; the analysis package fills in what was not asked for. */
export function sampleOf({
  source = 'gsm-mini',
  sampler,
  'per-level': perLevel,
  seed,
  ...flags
}: Pick<RunFlags, keyof SampleFlags>): CreateDatasetOptions {
  return {
    source: source === 'gsm-mini' ? source : { file: source },
    testMode: flags['test-mode'],
    ...(sampler === undefined ? {} : { sampler }),
    ...(perLevel === undefined ? {} : { perLevel }),
    ...(seed === undefined ? {} : { seed }),
  };
}
