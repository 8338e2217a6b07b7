import type { AnyResults, Experiment, ExperimentContext, Preparation } from '@codiscope/analysis';
import type { GetModelResponse } from '@codiscope/proto';

import { CodiCommand } from '../codi-command.js';
import type { ConnectionFlags } from '../connection/server-flags.js';
import { startProgress } from '../terminal/progress.js';
import type { RunFlags } from './open-experiment.js';

/** Flags of every command that works in a run folder with a server. */
export type ExperimentFlags = RunFlags &
  ConnectionFlags & { readonly resume: boolean; readonly 'max-new-tokens': number };

/** What an experiment is done with, but for its progress, which the command shows. */
export type CommandContext = Omit<ExperimentContext, 'onProgress'>;

/** What an experiment came to; null results where there was nothing to run. */
export interface Carried<Results> {
  readonly results: Results | null;
  /** What was left out, and why. */
  readonly notes: readonly string[];
}

/** A command that runs experiments on a server and keeps them in a run folder. */
export abstract class ExperimentCommand extends CodiCommand {
  /** Whether an experiment has begun and not ended. */
  private underWay = false;

  /** One experiment in a run folder: its work, what it came to, and a check of its controls. */
  protected async perform<Choice, Settings, Results extends AnyResults>(
    flags: ExperimentFlags,
    experiment: Experiment<Choice, Settings, Results>,
    choice: Choice,
  ): Promise<Results> {
    const { AnalysisError, failedControls } = await import('@codiscope/analysis');
    return this.withRun(
      flags,
      (model) => experiment.choose(choice, model),
      async (context, prepare) => {
        const { results, notes } = await this.carryOut(context, experiment, prepare, true);
        if (results === null) throw new AnalysisError('BAD_DATASET', notes.join('; '));
        this.log(`\nresults in ${context.run.paths.results}`);
        const failed = failedControls(experiment, results);
        if (failed !== null) throw new AnalysisError('CONTROL_FAILED', failed);
        return results;
      },
    );
  }

  /**
   * Connects, checks the settings against the model, opens the run folder, does the work, and gives everything back
   * whatever happens. Wrong settings leave no folder behind.
   */
  protected async withRun<S, T>(
    flags: ExperimentFlags,
    settingsFor: (model: GetModelResponse) => S,
    work: (context: CommandContext, settings: S) => Promise<T>,
  ): Promise<T> {
    const [{ openExperiment }, { requireTokenLimit }] = await Promise.all([
      import('./open-experiment.js'),
      import('@codiscope/analysis'),
    ]);
    const { client, model, close } = await this.connect(flags);
    const { resume, 'max-new-tokens': maxNewTokens } = flags;
    const { signal } = this;
    try {
      requireTokenLimit(maxNewTokens, model);
      const settings = settingsFor(model);
      const { run, dataset } = await openExperiment(flags, model, signal);
      try {
        return await work({ client, model, dataset, run, maxNewTokens, resume, signal }, settings);
      } catch (error) {
        if (this.underWay) this.say(`what was finished is in ${run.paths.folder}; go on with --resume`);
        throw error;
      } finally {
        await run.close();
      }
    } finally {
      await close();
    }
  }

  /** Makes an experiment's settings ready, runs it, and prints its results and what was left out of them. */
  protected async carryOut<Choice, Settings, Results extends AnyResults>(
    context: CommandContext,
    experiment: Experiment<Choice, Settings, Results>,
    prepare: Preparation<Settings>,
    strict: boolean,
  ): Promise<Carried<Results>> {
    const [{ runExperiment }, { resultsText }] = await Promise.all([
      import('@codiscope/analysis'),
      import('./texts.js'),
    ]);
    const { settings, notes } = await this.progressing('fit', (onFit) =>
      prepare({ ...context, strict, onFit }),
    );
    for (const note of notes) this.say(`${experiment.verb}: ${note}`);
    if (settings === null) return { results: null, notes };
    const results = await this.progressing(experiment.verb, (onProgress) =>
      runExperiment({ ...context, onProgress }, experiment, settings),
    );
    this.log(resultsText(experiment.tell(results), results.refused));
    return { results, notes };
  }

  /** Does some work, and shows how far it is. */
  protected async progressing<T>(
    label: string,
    work: (onProgress: (done: number, total: number) => void) => Promise<T>,
  ): Promise<T> {
    const progress = startProgress(label);
    try {
      const done = await work((finished, total) => {
        this.underWay = true;
        progress.update(finished, total);
      });
      this.underWay = false;
      return done;
    } finally {
      progress.stop();
    }
  }
}
