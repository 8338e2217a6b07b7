import type { LensResults } from '@codiscope/analysis';

import { serverFlags } from '../connection/server-flags.js';
import { ExperimentCommand } from '../experiment/experiment-command.js';
import { lensFlags, runFlags } from '../experiment/flags.js';

export default class Lens extends ExperimentCommand {
  static override summary = 'Read what each thought decodes to, layer by layer (logit lens).';
  static override description =
    'Runs every problem unchanged. The state that becomes each thought goes through the final norm and the language-model head after each layer; the likeliest tokens are kept.';
  static override examples = [
    '<%= config.bin %> lens --test-mode',
    '<%= config.bin %> lens --layers late --top 10 --run runs/first',
  ];
  static override flags = { ...serverFlags, ...runFlags, ...lensFlags };

  async run(): Promise<LensResults> {
    const { flags } = await this.parse(Lens);
    const [{ lensSettings }, { lensStep }, { tellLens }] = await Promise.all([
      import('../experiment/settings.js'),
      import('../experiment/reading-steps.js'),
      import('../experiment/tell-lens.js'),
    ]);
    return this.runOne(flags, {
      settingsFor: (model) => lensSettings(flags, model),
      step: (context, settings, progressing) => lensStep(context, settings, flags, progressing),
      tell: tellLens,
    });
  }
}
