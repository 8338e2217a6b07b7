import type { ExperimentContext } from '@codiscope/analysis';
import type { GetModelResponse } from '@codiscope/proto';

import { CodiCommand } from '../codi-command.js';
import type { ConnectionFlags } from '../connection/server-flags.js';
import { startProgress } from '../terminal/progress.js';
import type { RunFlags } from './open-experiment.js';

/** What an experiment is done with, but for its progress, which the command shows. */
export type CommandContext = Omit<ExperimentContext, 'onProgress' | 'onFit'>;

/** Runs `work` and shows how many of the `rollouts` are done. */
export type Progressing = <T>(
  label: string,
  rollouts: number,
  work: (onProgress: (done: number) => void) => Promise<T>,
) => Promise<T>;

/** An experiment as its command declares it. */
export interface OneExperiment<S, T> {
  /** What the flags ask for in this model; throws for what it has not. */
  readonly settingsFor: (model: GetModelResponse) => S;
  readonly step: (context: CommandContext, settings: S, progressing: Progressing) => Promise<T>;
  /** The results as a table. */
  readonly tell: (results: T) => string;
  /** Throws when a control failed: after everything is written and told. */
  readonly check?: (results: T) => void;
}

/** A command that runs experiments on a server and keeps them in a run folder. */
export abstract class ExperimentCommand extends CodiCommand {
  /** Whether an experiment has begun and not ended. */
  private underWay = false;

  /**
   * Connects, checks the settings against the model, opens the run folder, does the work, and gives everything back
   * whatever happens. Wrong settings leave no folder behind.
   */
  protected async withRun<S, T>(
    flags: RunFlags & ConnectionFlags & { readonly resume: boolean },
    settingsFor: (model: GetModelResponse) => S,
    work: (context: CommandContext, settings: S) => Promise<T>,
  ): Promise<T> {
    const { openExperiment } = await import('./open-experiment.js');
    const { client, model, close } = await this.connect(flags);
    try {
      const settings = settingsFor(model);
      const { run, dataset } = await openExperiment(flags, model, this.signal);
      try {
        return await work(
          { client, model, dataset, run, resume: flags.resume, signal: this.signal },
          settings,
        );
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

  /** One experiment in a run folder: its work, a table at the end, and a check of its controls. */
  protected runOne<S, T>(
    flags: RunFlags & ConnectionFlags & { readonly resume: boolean },
    { settingsFor, step, tell, check }: OneExperiment<S, T>,
  ): Promise<T> {
    return this.withRun(flags, settingsFor, async (context, settings) => {
      const results = await step(context, settings, this.showProgress);
      this.log(tell(results));
      this.log(`\nresults in ${context.run.paths.results}`);
      check?.(results);
      return results;
    });
  }

  /** `progressing` as steps take it. */
  protected readonly showProgress: Progressing = (label, rollouts, work) =>
    this.progressing(label, rollouts, work);

  /** Does the work of one experiment of so many rollouts, and shows how far it is. */
  private async progressing<T>(
    label: string,
    rollouts: number,
    work: (onProgress: (done: number) => void) => Promise<T>,
  ): Promise<T> {
    const progress = startProgress(label, rollouts);
    try {
      const done = await work((finished) => {
        this.underWay = true;
        progress.update(finished);
      });
      this.underWay = false;
      return done;
    } finally {
      progress.stop();
    }
  }
}
