import { AnalysisError } from '../words/errors.js';
import { journalOrder } from './journal-file.js';
import type { Journal } from './journal.js';
import { differenceText, differences } from './json-text.js';
import type { JsonValue } from './json-text.js';
import {
  checkArgument,
  checkExperimentName,
  checkKeys,
  configurationSchema,
  experimentOf,
} from './manifest.js';
import type { Exclusion, ExperimentRecord } from './manifest.js';
import type { RunRecord } from './run-file.js';

/** An experiment of an open run: its plan and its part of the journal. `Run.begin` makes it. */
export class RunExperiment {
  readonly #plan = new Set<string>();
  #finished = false;

  constructor(
    readonly name: string,
    private readonly entry: ExperimentRecord,
    planKeys: readonly string[],
    private readonly journal: Journal,
    private readonly record: RunRecord,
  ) {
    this.extendPlan(planKeys);
  }

  /**
   * Adds rollouts that are known only now. A resumed experiment has to plan the same in the same order.
   *
   * @throws AnalysisError `BAD_ARGUMENT` when a key does not begin with `<name>/`.
   */
  extendPlan(keys: readonly string[]): void {
    checkKeys(this.name, keys);
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
   * What was appended under the key, as JSON gives it back: the same in a resumed experiment as in one that was not
   * cut.
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
    this.#requireUnfinished();
    if (!this.#plan.has(key)) {
      throw new AnalysisError(
        'BAD_ARGUMENT',
        `The rollout ${key} is not planned; add it with "extendPlan" first.`,
      );
    }
    await this.journal.append(key, payload);
  }

  /**
   * Ends the experiment when its other files are written: its part of the journal gets the plan's order, then
   * `run.json` the ledger of exclusions and `finished`. Nothing can be appended after that.
   *
   * @throws AnalysisError `BAD_RUN_FOLDER` when planned rollouts are missing or the journal has others, `UNWRITABLE`.
   */
  async finish(exclusions: readonly Exclusion[] = []): Promise<void> {
    this.#requireUnfinished();
    const plan = [...this.#plan];
    this.#checkComplete();
    this.#finished = true;
    if (plan.length > 0) await this.journal.rewrite((keys) => journalOrder(keys, this.name, plan));
    await this.record.set(this.name, () => ({
      ...this.entry,
      status: 'finished',
      rollouts: plan.length,
      exclusions: [...exclusions],
    }));
  }

  #checkComplete(): void {
    const missing = this.missing();
    if (missing.length > 0) {
      throw new AnalysisError(
        'BAD_RUN_FOLDER',
        `${missing.length} of ${this.#plan.size} rollouts of \`${this.name}\` are not in the journal; ` +
          'resume it to run the rest.',
        { remedies: ['resume'] },
      );
    }
    const stranger = [...this.journal.keys()].find(
      (key) => experimentOf(key) === this.name && !this.#plan.has(key),
    );
    if (stranger !== undefined) {
      throw new AnalysisError(
        'BAD_RUN_FOLDER',
        `${this.journal.path} has the rollout ${stranger}, which this run does not plan; ` +
          'choose another name for the run folder.',
        { remedies: ['run'] },
      );
    }
  }

  #requireUnfinished(): void {
    if (!this.#finished) return;
    throw new AnalysisError('BAD_ARGUMENT', `\`${this.name}\` is finished; begin it again to go on.`);
  }
}

/** How to begin an experiment. */
export interface BeginOptions {
  /** The options of the command, defaults filled in. */
  readonly configuration: Readonly<Record<string, JsonValue>>;
  /**
   * Keys of the rollouts, in the order of the finished journal; `RunExperiment.extendPlan` adds more. None for an
   * experiment that is derived from files, which may always be done again, with other options too.
   */
  readonly planKeys: readonly string[];
  /** Whether an experiment that is there goes on, finished or not. */
  readonly resume: boolean;
}

/** Refuses an experiment that must not or cannot go on. */
function checkExisting(
  folder: string,
  name: string,
  { status, configuration: before }: ExperimentRecord,
  { configuration, resume }: Pick<BeginOptions, 'configuration' | 'resume'>,
): void {
  const found = differences(before, configuration, 'configuration');
  if (found.length > 0) {
    throw new AnalysisError(
      'BAD_RUN_FOLDER',
      `${folder} holds \`${name}\` with another configuration (${found.map(differenceText).join('; ')}); ` +
        'ask for the same again, or choose another name for the run folder.',
      { remedies: ['run'] },
    );
  }
  if (resume) return;
  throw new AnalysisError(
    'BAD_RUN_FOLDER',
    `${folder} holds a ${status === 'finished' ? 'finished' : 'cut-off'} \`${name}\`; ` +
      'resume it, or choose another name for the run folder.',
    { remedies: ['resume', 'run'] },
  );
}

/** Rollouts that were run with nobody knows which configuration. */
function unknownRollouts(journal: Journal, name: string): AnalysisError {
  return new AnalysisError(
    'BAD_RUN_FOLDER',
    `${journal.path} has rollouts of \`${name}\`, which run.json does not know; ` +
      'put the right run.json back, or choose another name for the run folder.',
    { remedies: ['run'] },
  );
}

/** Records an experiment as running, before anything is computed; see `Run.begin`. */
export async function beginExperiment(
  folder: string,
  record: RunRecord,
  journal: Journal,
  name: string,
  { configuration, planKeys, resume }: BeginOptions,
): Promise<RunExperiment> {
  checkExperimentName(name);
  checkKeys(name, planKeys);
  const checked = checkArgument(configurationSchema, configuration, 'configuration');
  const rollouts = new Set(planKeys).size;
  const entry = await record.set(name, (existing) => {
    const journalled = [...journal.keys()].some((key) => experimentOf(key) === name);
    const derived = rollouts === 0 && !journalled;
    if (!existing && journalled) throw unknownRollouts(journal, name);
    const goesOn = existing !== undefined && !(derived && existing.rollouts === 0);
    if (goesOn) checkExisting(folder, name, existing, { configuration: checked, resume });
    return {
      status: 'running',
      configuration: goesOn ? existing.configuration : checked,
      rollouts,
      exclusions: [],
    };
  });
  return new RunExperiment(name, entry, planKeys, journal, record);
}
