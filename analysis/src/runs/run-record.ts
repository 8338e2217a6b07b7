import { AnalysisError } from '../words/errors.js';
import type { ExperimentRecord, RunFile } from './manifest.js';
import { writeRunFile } from './run-file.js';

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
