import { Flags } from '@oclif/core';

import type { LensResults } from '@codiscope/analysis';

import { serverFlags } from '../connection/server-flags.js';
import { ExperimentCommand } from '../experiment/experiment-command.js';
import { runFlags } from '../experiment/flags.js';

export default class Lens extends ExperimentCommand {
  static override summary = 'Read what each thought decodes to, layer by layer (logit lens).';
  static override description =
    'Runs every problem unchanged. The state that becomes each thought goes through the final norm and the language-model head after each layer; the likeliest tokens are kept.';
  static override examples = [
    '<%= config.bin %> lens --test-mode',
    '<%= config.bin %> lens --layers late --top 10 --run runs/first',
  ];
  static override flags = {
    ...serverFlags,
    ...runFlags,
    layers: Flags.string({
      description: 'decoder layers to read: early,middle,late, numbers from 0, or all',
      default: 'all',
      helpGroup: 'LENS',
    }),
    top: Flags.integer({
      description: 'likeliest tokens to keep',
      default: 5,
      min: 1,
      max: 100,
      helpGroup: 'LENS',
    }),
  };

  async run(): Promise<LensResults> {
    const { flags } = await this.parse(Lens);
    const { lens } = await import('@codiscope/analysis');
    return this.perform(flags, lens, flags);
  }
}
