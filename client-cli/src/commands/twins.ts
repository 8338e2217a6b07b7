import type { TwinResults } from '@codiscope/analysis';

import { serverFlags } from '../connection/server-flags.js';
import { ExperimentCommand } from '../experiment/experiment-command.js';
import { runFlags, twinFlags } from '../experiment/flags.js';

export default class Twins extends ExperimentCommand {
  static override summary = 'Patch thoughts between twins: which thought holds which intermediate value.';
  static override description =
    "Each problem gets a twin that differs in one number, so that it is known which steps' results change. Single thoughts, the first k and the last ones are taken from the twin's clean run and put into the problem's, and the other way round; log-probabilities are those of either answer. Needs problems with steps.";
  static override examples = [
    '<%= config.bin %> twins --test-mode',
    '<%= config.bin %> twins --site embed --run runs/embed',
  ];
  static override flags = { ...serverFlags, ...runFlags, ...twinFlags };

  async run(): Promise<TwinResults> {
    const { flags } = await this.parse(Twins);
    const [{ flaggedTwins, twinSettings }, { twinsStep }, { tellTwins }] = await Promise.all([
      import('../experiment/twin-choice.js'),
      import('../experiment/twins-step.js'),
      import('../experiment/tell-twins.js'),
    ]);
    return this.runOne(flags, {
      settingsFor: (model) => flaggedTwins(flags, model),
      step: (context, flagged, progressing) =>
        twinsStep(context, twinSettings(flagged, context.dataset), flags, progressing),
      tell: tellTwins,
    });
  }
}
