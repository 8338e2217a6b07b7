import { AnalysisError } from '../words/errors.js';
import { checkArgument } from './check-argument.js';
import { differenceText, differences } from './differences.js';
import { checkExperimentName, checkKeys, experimentOf } from './experiment-name.js';
import type { Journal } from './journal.js';
import type { JsonValue } from './json-text.js';
import { configurationSchema } from './manifest.js';
import type { ExperimentRecord } from './manifest.js';
import { RunExperiment } from './run-experiment.js';
import type { RunRecord } from './run-record.js';

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
        'ask for the same again, or choose another name with --run.',
    );
  }
  if (resume) return;
  throw new AnalysisError(
    'BAD_RUN_FOLDER',
    `${folder} holds a ${status === 'finished' ? 'finished' : 'cut-off'} \`${name}\`; ` +
      'go on with --resume, or choose another name with --run.',
  );
}

/** Rollouts that were run with nobody knows which configuration. */
function unknownRollouts(journal: Journal, name: string): AnalysisError {
  return new AnalysisError(
    'BAD_RUN_FOLDER',
    `${journal.path} has rollouts of \`${name}\`, which run.json does not know; ` +
      'put the right run.json back, or choose another name with --run.',
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
