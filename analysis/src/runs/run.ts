import { join } from 'node:path';

import { AnalysisError } from '../words/errors.js';
import { writeFileAtomically } from './atomic-write.js';
import { beginExperiment } from './begin-experiment.js';
import type { BeginOptions } from './begin-experiment.js';
import type { Journal } from './journal.js';
import { fileJson } from './json-text.js';
import type { Unlock } from './lock.js';
import type { RunFile } from './manifest.js';
import type { RunExperiment } from './run-experiment.js';
import type { RunPaths } from './run-folder.js';
import type { RunRecord } from './run-record.js';

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
