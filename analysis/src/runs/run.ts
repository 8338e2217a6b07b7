import { join } from 'node:path';

import { AnalysisError } from '../words/errors.js';
import { precisionOf } from '../words/precision.js';
import { writeFileAtomically } from './atomic-write.js';
import { Journal } from './journal.js';
import { contentHash, differenceText, differences, fileJson } from './json-text.js';
import { lockFolder } from './lock.js';
import type { Unlock } from './lock.js';
import { checkArgument, runManifestSchema } from './manifest.js';
import type { RunFile, RunManifest } from './manifest.js';
import { beginExperiment } from './run-experiment.js';
import type { BeginOptions, RunExperiment } from './run-experiment.js';
import { RunRecord, readRunFile, writeRunFile } from './run-file.js';
import { makeRunFolder, runPaths, tidyRunFolder } from './run-folder.js';
import type { RunPaths } from './run-folder.js';

/** Refuses names that would lead out of the folder or look like a file of our own. */
function checkName(name: string, extensions: readonly string[]): void {
  if (/^[A-Za-z0-9][\w.-]*$/.test(name) && extensions.some((extension) => name.endsWith(extension))) return;
  throw new AnalysisError(
    'BAD_ARGUMENT',
    `"${name}" is no name for a file of a run; use letters, digits, _ and -, and end it in ${extensions.join(' or ')}.`,
  );
}

/** An open run folder, held by this process alone until `close`. `openRun` makes it. */
export class Run {
  constructor(
    readonly paths: RunPaths,
    private readonly record: RunRecord,
    private readonly journal: Journal,
    private readonly unlock: Unlock,
  ) {}

  /** The content of `run.json` as it is now. */
  get file(): RunFile {
    return this.record.file;
  }

  /**
   * Begins an experiment, or goes on with one; `run.json` says so before anything is computed. An experiment that was
   * cut off at any moment and goes on ends with the same files, byte for byte, as one that was not.
   *
   * @throws AnalysisError `BAD_RUN_FOLDER` when it is there and `resume` was not asked for, or with another
   *   configuration; `BAD_ARGUMENT` for a wrong name, key or configuration; `UNWRITABLE`.
   */
  async begin(name: string, options: BeginOptions): Promise<RunExperiment> {
    return beginExperiment(this.paths.folder, this.record, this.journal, name, options);
  }

  /** Writes `results/<name>` (`.json`), whole or not at all. Equal values give equal bytes. */
  async writeResult(name: string, value: unknown): Promise<void> {
    checkName(name, ['.json']);
    await writeFileAtomically(join(this.paths.results, name), fileJson(value));
  }

  /** Writes `figures/<name>` (`.png`, `.pdf` or `.svg`), whole or not at all. */
  async writeFigure(name: string, bytes: Uint8Array): Promise<void> {
    checkName(name, ['.png', '.pdf', '.svg']);
    await writeFileAtomically(join(this.paths.figures, name), bytes);
  }

  /** Writes `report.html`, whole or not at all. */
  async writeReport(html: string): Promise<void> {
    await writeFileAtomically(this.paths.report, html);
  }

  /** Waits for what is under way and gives the folder back. Safe to call twice. */
  async close(): Promise<void> {
    try {
      await this.journal.close();
      await this.record.close();
    } finally {
      await this.unlock();
    }
  }
}

/** How to open a run folder. */
interface OpenRunOptions {
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
      'ask for the same again, or choose another name for the run folder.',
    { remedies: ['run'] },
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
