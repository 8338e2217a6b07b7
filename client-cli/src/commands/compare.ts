import { Flags } from '@oclif/core';

import type { ComparisonResults } from '@codiscope/analysis';

import { serverFlags } from '../connection/server-flags.js';
import { ExperimentCommand } from '../experiment/experiment-command.js';
import { referenceFlags, runFlags } from '../experiment/flags.js';
import { referenceChoice } from '../experiment/whole-run-choice.js';

const comparison = { helpGroup: 'COMPARISON' };

export default class Compare extends ExperimentCommand {
  static override summary = 'Ablate single thoughts in many ways, side by side, with attention.';
  static override description =
    "The causal attention bench: methods (zero, mean, resample, noise), kinds of effect (total; direct, with the other thoughts held), sites, and attention knockouts (nobody looks at the thought), beside attention weights and value-weighted norms of the row that predicts the number. Says how far each way moves a thought from other problems' clean values.";
  static override examples = [
    '<%= config.bin %> compare --test-mode',
    '<%= config.bin %> compare --arms zero,zero-direct,mean,knockout-answer --layer late --run runs/late',
    '<%= config.bin %> compare --dataset gsm8k_200.json --fit-from gsm8k_other.json --donors 10',
  ];
  static override flags = {
    ...serverFlags,
    ...runFlags,
    arms: Flags.string({
      ...comparison,
      description:
        'ways to ablate: zero, mean, resample, noise (with -direct: others held; with @embed, @attn_out, @mlp_out: elsewhere), knockout-answer, knockout-thoughts, knockout-all, or default: eleven of them',
      default: 'default',
    }),
    layer: Flags.string({
      ...comparison,
      description:
        'decoder layer where vectors are changed: early, middle, late, or a number from 0 (default middle)',
    }),
    donors: Flags.integer({
      ...comparison,
      description: 'donors of a resample arm (default 5)',
      min: 1,
      max: 100,
    }),
    ...referenceFlags,
  };

  async run(): Promise<ComparisonResults> {
    const { flags } = await this.parse(Compare);
    const { comparison: experiment } = await import('@codiscope/analysis');
    const { arms, layer, donors } = flags;
    return this.perform(flags, experiment, { arms, layer, donors, ...referenceChoice(flags) });
  }
}
