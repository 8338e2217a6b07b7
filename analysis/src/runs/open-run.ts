import { AnalysisError } from '../words/errors.js';
import { precisionOf } from '../words/precision.js';
import { checkArgument } from './check-argument.js';
import { differenceText, differences } from './differences.js';
import { Journal } from './journal.js';
import { contentHash } from './json-text.js';
import { lockFolder } from './lock.js';
import { runManifestSchema } from './manifest.js';
import type { RunFile, RunManifest } from './manifest.js';
import { Run } from './run.js';
import { readRunFile, writeRunFile } from './run-file.js';
import { makeRunFolder, runPaths, tidyRunFolder } from './run-folder.js';
import { RunRecord } from './run-record.js';

/** How to open a run folder. */
export interface OpenRunOptions {
  /** The run folder, such as `runs/first`. */
  readonly directory: string;
  readonly manifest: RunManifest;
  readonly signal?: AbortSignal;
}

/** Refuses a folder of another model, dataset, seed or version: its experiments would not belong together. */
function checkExisting(folder: string, existing: RunFile, manifest: RunManifest): void {
  const found = differences(runManifestSchema.parse(existing), manifest);
  if (found.length === 0) return;
  throw new AnalysisError(
    'BAD_RUN_FOLDER',
    `${folder} is a run of another model, dataset, seed or version (${found.map(differenceText).join('; ')}); ` +
      'ask for the same again, or choose another name with --run.',
  );
}

/** What the journal says its run is: a hash of all that decides the results, and whether they are approximate. */
function runKey(manifest: RunManifest): string {
  const { dtype, approximate } = precisionOf(manifest.model);
  return contentHash(manifest) + (approximate ? ` (approximate: ${dtype})` : '');
}

/**
 * Makes a run folder, or opens the one that is there, for this process alone. `Run.begin` does its experiments.
 *
 * @throws AnalysisError `BAD_RUN_FOLDER` when the folder is in use, holds something else or a run of another model,
 *   dataset, seed or version; `UNWRITABLE`.
 */
export async function openRun({ directory, manifest: given, signal }: OpenRunOptions): Promise<Run> {
  signal?.throwIfAborted();
  const manifest = checkArgument(runManifestSchema, given, 'manifest');
  const paths = runPaths(directory);
  await makeRunFolder(paths);
  const unlock = await lockFolder(paths.lock);
  try {
    signal?.throwIfAborted();
    const existing = await readRunFile(paths.run);
    if (existing) checkExisting(paths.folder, existing, manifest);
    await tidyRunFolder(paths);
    const file: RunFile = existing ?? { schema_version: 1, kind: 'run', ...manifest, experiments: {} };
    if (!existing) await writeRunFile(paths.run, file);
    const journal = await Journal.open(paths.journal, runKey(manifest));
    return new Run(paths, new RunRecord(paths.run, file), journal, unlock);
  } catch (error) {
    await unlock();
    throw error;
  }
}
