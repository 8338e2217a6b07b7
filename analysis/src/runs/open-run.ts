import { AnalysisError } from '../errors.js';
import { differenceText, differences } from './differences.js';
import { Journal } from './journal.js';
import { contentHash } from './json-text.js';
import { lockFolder } from './lock.js';
import { runManifestSchema } from './manifest.js';
import type { RunFile, RunManifest } from './manifest.js';
import { Run } from './run.js';
import { readRunFile, writeRunFile } from './run-file.js';
import { makeRunFolder, runPaths, tidyRunFolder } from './run-folder.js';
import type { RunPaths } from './run-folder.js';

/** How to open a run folder. */
export interface OpenRunOptions {
  /** The run folder, such as `runs/first`. */
  readonly directory: string;
  /** Whether a run that is there goes on. Without one it starts, as a run that was cut off at once does. */
  readonly resume: boolean;
  readonly manifest: RunManifest;
  /** Keys of the rollouts, in the order of the finished journal; `Run.extendPlan` adds more. */
  readonly planKeys: readonly string[];
  readonly signal?: AbortSignal;
}

function checkManifest(manifest: RunManifest): RunManifest {
  const checked = runManifestSchema.safeParse(manifest);
  if (checked.success) return checked.data;
  const [issue] = checked.error.issues;
  throw new AnalysisError(
    'BAD_ARGUMENT',
    `The run's ${issue?.path.join('.') ?? 'manifest'} is wrong (${issue?.message ?? ''}); give what "RunManifest" asks for.`,
    { cause: checked.error },
  );
}

/** Refuses a run that must not or cannot go on. */
function checkExisting(paths: RunPaths, existing: RunFile, manifest: RunManifest, resume: boolean): void {
  if (!resume) {
    const state = existing.status === 'finished' ? 'a finished run' : 'a run that was cut off';
    throw new AnalysisError(
      'BAD_RUN_FOLDER',
      `${paths.folder} holds ${state}; go on with it with --resume, or choose another name.`,
    );
  }
  const found = differences(runManifestSchema.parse(existing), manifest);
  if (found.length === 0) return;
  throw new AnalysisError(
    'BAD_RUN_FOLDER',
    `${paths.folder} was made with another configuration (${found.map(differenceText).join('; ')}); ` +
      'ask for the same again, or choose another name.',
  );
}

/**
 * Opens a run folder for this process alone, before anything is computed. A run that was cut off at any moment and is
 * opened with `resume` ends with the same files, byte for byte, as one that was not.
 *
 * @throws AnalysisError `BAD_RUN_FOLDER` when the folder is in use, holds something else or a run that does not fit;
 *   `UNWRITABLE`.
 */
export async function openRun(options: OpenRunOptions): Promise<Run> {
  const { directory, resume, planKeys, signal } = options;
  signal?.throwIfAborted();
  const manifest = checkManifest(options.manifest);
  const paths = runPaths(directory);
  await makeRunFolder(paths);
  const unlock = await lockFolder(paths.lock);
  try {
    signal?.throwIfAborted();
    const existing = await readRunFile(paths.run);
    if (existing) checkExisting(paths, existing, manifest, resume);
    await tidyRunFolder(paths);
    const file: RunFile = existing ?? {
      schema_version: 1,
      kind: 'run',
      status: 'running',
      ...manifest,
      exclusions: [],
    };
    if (!existing) await writeRunFile(paths.run, file);
    const journal = await Journal.open(paths.journal, contentHash(manifest));
    return new Run(paths, file, journal, unlock, planKeys);
  } catch (error) {
    await unlock();
    throw error;
  }
}
