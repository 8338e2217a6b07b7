import type { ExperimentContext } from '@codiscope/analysis';

import { CodiCommand } from '../codi-command.js';
import { connect, type ConnectionFlags } from '../connection/connection.js';
import { startProgress } from '../terminal/progress.js';
import type { RunFlags } from './open-experiment.js';

/** A command that runs experiments on a server and keeps them in a run folder. */
export abstract class ExperimentCommand extends CodiCommand {
  /** Connects, opens the run folder, does the work, and gives both back whatever happens. */
  protected async withRun<T>(
    flags: RunFlags & ConnectionFlags & { readonly resume: boolean },
    work: (context: Omit<ExperimentContext, 'onProgress'>) => Promise<T>,
  ): Promise<T> {
    const { openExperiment } = await import('./open-experiment.js');
    const { client, model, close } = await connect(flags, (line) => { this.say(line); });
    try {
      const { run, dataset } = await openExperiment(flags, model, this.signal);
      try {
        return await work({ client, model, dataset, run, resume: flags.resume, signal: this.signal });
      } catch (error) {
        this.say(`what was finished is in ${run.paths.folder}; go on with --resume`);
        throw error;
      } finally {
        await run.close();
      }
    } finally {
      await close();
    }
  }

  /** Does the work of one experiment with a progress bar of `rollouts`. */
  protected async progressing<T>(
    label: string,
    rollouts: number,
    work: (onProgress: (done: number) => void) => Promise<T>,
  ): Promise<T> {
    const progress = startProgress(label, rollouts, this.jsonEnabled());
    try {
      return await work((done) => { progress.update(done); });
    } finally {
      progress.stop();
    }
  }
}
