import type { ExperimentContext } from '@codiscope/analysis';
import type { GetModelResponse } from '@codiscope/proto';

import { CodiCommand } from '../codi-command.js';
import type { ConnectionFlags } from '../connection/connection.js';
import { startProgress } from '../terminal/progress.js';
import type { RunFlags } from './open-experiment.js';

/** What an experiment is done with, but for its progress, which the command shows. */
export type CommandContext = Omit<ExperimentContext, 'onProgress' | 'onFit'>;

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

  /** Does the work of one experiment of so many rollouts, and shows how far it is. */
  protected async progressing<T>(
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
