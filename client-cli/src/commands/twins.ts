import { Flags } from '@oclif/core';

import type { TwinResults } from '@codiscope/analysis';
import { TWIN_SITES } from '@codiscope/analysis/choices';

import { serverFlags } from '../connection/server-flags.js';
import { ExperimentCommand } from '../experiment/experiment-command.js';
import { runFlags } from '../experiment/flags.js';

const twins = { helpGroup: 'TWINS' };

export default class Twins extends ExperimentCommand {
  static override summary = 'Patch thoughts between twins: which thought holds which intermediate value.';
  static override description =
    "Each problem gets a twin that differs in one number, so that it is known which steps' results change. Single thoughts, the first k and the last ones are taken from the twin's clean run and put into the problem's, and the other way round; log-probabilities are those of either answer. Needs problems with steps.";
  static override examples = [
    '<%= config.bin %> twins --test-mode',
    '<%= config.bin %> twins --site embed --run runs/embed',
  ];
  static override flags = {
    ...serverFlags,
    ...runFlags,
    site: Flags.option({ options: TWIN_SITES })({
      ...twins,
      description: "where thoughts are patched: output of the layer, or the thought's input embedding",
      default: 'resid_post' as const,
    }),
    layer: Flags.string({
      ...twins,
      description: 'decoder layer: early, middle, late, or a number from 0 (default middle)',
    }),
    'twin-seed': Flags.integer({
      ...twins,
      description: 'seed of the changed numbers',
      default: 42,
      min: 0,
      max: 2 ** 32 - 1,
    }),
    values: Flags.string({
      ...twins,
      description: 'range of all numbers and results (default 0-60 for gsm-mini, else 0-100000)',
    }),
  };

  async run(): Promise<TwinResults> {
    const { flags } = await this.parse(Twins);
    const { twins: experiment } = await import('@codiscope/analysis');
    const { site, layer, values, 'twin-seed': twinSeed } = flags;
    return this.perform(flags, experiment, { site, layer, values, twinSeed });
  }
}
