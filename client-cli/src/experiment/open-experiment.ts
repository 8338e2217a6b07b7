import { join } from 'node:path';

import {
  datasetOfRun,
  manifestOf,
  openRun,
  type Dataset,
  type Run,
  type Sampler,
} from '@codiscope/analysis';
import type { GetModelResponse } from '@codiscope/proto';

import { codiscopeVersion } from '../version.js';

/** The flags of `runFlags`. */
export interface RunFlags {
  readonly run?: string | undefined;
  readonly dataset?: string | undefined;
  readonly source: string;
  readonly sampler: Sampler;
  readonly 'per-level': number;
  readonly seed: number;
  readonly 'test-mode': boolean;
}

/** The run folder that the flags name, or its default. */
export function runFolder({ run, ...flags }: RunFlags, model: GetModelResponse): string {
  const problems = flags['test-mode'] ? 10 : 4 * flags['per-level'];
  return run ?? join('runs', `${model.id}-${problems}`);
}

/** Chooses the problems and opens the run folder for them. Nothing is computed before both are there. */
export async function openExperiment(
  flags: RunFlags,
  model: GetModelResponse,
  signal: AbortSignal,
): Promise<{ run: Run; dataset: Dataset }> {
  const directory = runFolder(flags, model);
  const dataset = await datasetOfRun(directory, {
    source: flags.source === 'gsm-mini' ? 'gsm-mini' : { file: flags.source },
    sampler: flags.sampler,
    perLevel: flags['per-level'],
    seed: flags.seed,
    testMode: flags['test-mode'],
    ...(flags.dataset === undefined ? {} : { file: flags.dataset }),
  });
  const manifest = manifestOf(model, dataset, codiscopeVersion);
  const run = await openRun({ directory, manifest, signal });
  try {
    await run.writeResult(manifest.dataset.file, dataset);
    return { run, dataset };
  } catch (error) {
    await run.close();
    throw error;
  }
}
