import { readFile } from 'node:fs/promises';

import { AnalysisError } from '../words/errors.js';
import { writeFileAtomically } from './atomic-write.js';
import { fileJson } from './json-text.js';
import { runFileSchema } from './manifest.js';
import type { ExperimentRecord, RunFile } from './manifest.js';

/**
 * Reads a `run.json`; null when there is none.
 *
 * @throws AnalysisError `BAD_RUN_FOLDER` when it cannot be read or is not of this version's form.
 */
export async function readRunFile(path: string): Promise<RunFile | null> {
  try {
    return runFileSchema.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return null;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new AnalysisError(
      'BAD_RUN_FOLDER',
      `${path} is not a run's record of this version (${reason}); put the right file back, or choose another name.`,
      { cause },
    );
  }
}

/**
 * Writes a `run.json`, whole or not at all.
 *
 * @throws AnalysisError `UNWRITABLE`.
 */
export async function writeRunFile(path: string, file: RunFile): Promise<void> {
  await writeFileAtomically(path, fileJson(file));
}

function withExperiment(file: RunFile, name: string, entry: ExperimentRecord): RunFile {
  const entries = Object.entries({ ...file.experiments, [name]: entry });
  return { ...file, experiments: Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1))) };
}

/** `run.json` of an open run. Changes are made one at a time, each on the disk before it counts. */
export class RunRecord {
  #file: RunFile;
  #lastChange: Promise<unknown> = Promise.resolve();
  #open = true;

  constructor(
    readonly path: string,
    file: RunFile,
  ) {
    this.#file = file;
  }

  /** What stands on the disk. */
  get file(): RunFile {
    return this.#file;
  }

  /**
   * Adds the entry of an experiment, or replaces it.
   *
   * @param next makes the entry from the one that is there; what it throws leaves everything as it is.
   * @throws AnalysisError `UNWRITABLE`, `BAD_ARGUMENT` after `close`.
   */
  set(
    name: string,
    next: (existing: ExperimentRecord | undefined) => ExperimentRecord,
  ): Promise<ExperimentRecord> {
    if (!this.#open) {
      const message = `${this.path} is closed; begin and finish experiments before the run is closed.`;
      return Promise.reject(new AnalysisError('BAD_ARGUMENT', message));
    }
    const done = this.#lastChange.then(async () => {
      const { experiments } = this.#file;
      const entry = next(Object.hasOwn(experiments, name) ? experiments[name] : undefined);
      const file = withExperiment(this.#file, name, entry);
      await writeRunFile(this.path, file);
      this.#file = file;
      return entry;
    });
    this.#lastChange = done.catch(() => undefined);
    return done;
  }

  /** Waits for the changes that were asked for; there are none after that. */
  async close(): Promise<void> {
    this.#open = false;
    await this.#lastChange;
  }
}
