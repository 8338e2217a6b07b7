import { join } from 'node:path';

import { AnalysisError } from '../errors.js';
import { writeFileAtomically } from './atomic-write.js';
import type { Journal } from './journal.js';
import { fileJson } from './json-text.js';
import type { Unlock } from './lock.js';
import type { Exclusion, RunFile } from './manifest.js';
import { writeRunFile } from './run-file.js';
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
  readonly #plan = new Set<string>();

  constructor(
    readonly paths: RunPaths,
    readonly file: RunFile,
    private readonly journal: Journal,
    private readonly unlock: Unlock,
    planKeys: readonly string[],
  ) {
    this.extendPlan(planKeys);
  }

  /** Adds rollouts that are known only now. A resumed run has to plan the same in the same order. */
  extendPlan(keys: readonly string[]): void {
    for (const key of keys) this.#plan.add(key);
  }

  /** Whether the rollout is in the journal. */
  has(key: string): boolean {
    return this.journal.has(key);
  }

  /** The planned rollouts that are still to be run, in their order. */
  missing(): string[] {
    return [...this.#plan].filter((key) => !this.journal.has(key));
  }

  /**
   * What was appended under the key, as JSON gives it back: the same in a resumed run as in one that was not cut.
   *
   * @throws AnalysisError `BAD_ARGUMENT` when there is nothing.
   */
  result(key: string): unknown {
    if (!this.journal.has(key)) {
      throw new AnalysisError('BAD_ARGUMENT', `The journal has no rollout ${key}; ask "has" before.`);
    }
    return this.journal.payload(key);
  }

  /**
   * Journals a finished rollout; resolves when it is on the disk, and only then may it be shown. The first payload
   * of a key stays. Durations and clock times must not be in it.
   *
   * @throws AnalysisError `BAD_ARGUMENT` when it is not planned or not JSON, `UNWRITABLE`.
   */
  async append(key: string, payload: unknown): Promise<void> {
    if (!this.#plan.has(key)) {
      throw new AnalysisError(
        'BAD_ARGUMENT',
        `The rollout ${key} is not planned; add it with "extendPlan" first.`,
      );
    }
    await this.journal.append(key, payload);
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

  /**
   * Ends the run when all other files are written: the journal gets the plan's order, then `run.json` the ledger of
   * exclusions and `finished`. Nothing can be appended after that.
   *
   * @throws AnalysisError `BAD_RUN_FOLDER` when planned rollouts are missing or the journal has others, `UNWRITABLE`.
   */
  async finish(exclusions: readonly Exclusion[] = []): Promise<void> {
    const missing = this.missing();
    if (missing.length > 0) {
      throw new AnalysisError(
        'BAD_RUN_FOLDER',
        `${missing.length} of ${this.#plan.size} rollouts are not in the journal; run the rest with --resume.`,
      );
    }
    const stranger = [...this.journal.keys()].find((key) => !this.#plan.has(key));
    if (stranger !== undefined) {
      throw new AnalysisError(
        'BAD_RUN_FOLDER',
        `${this.paths.journal} has the rollout ${stranger}, which this run does not plan; choose another name.`,
      );
    }
    await this.journal.rewrite([...this.#plan]);
    await writeRunFile(this.paths.run, { ...this.file, status: 'finished', exclusions: [...exclusions] });
  }

  /** Waits for appends under way and gives the folder back. Safe to call twice, finished or not. */
  async close(): Promise<void> {
    try {
      await this.journal.close();
    } finally {
      await this.unlock();
    }
  }
}
