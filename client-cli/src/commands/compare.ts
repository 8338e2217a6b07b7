import type { ComparisonResults } from '@codiscope/analysis';

import { serverFlags } from '../connection/server-flags.js';
import { ExperimentCommand } from '../experiment/experiment-command.js';
import { comparisonFlags, runFlags } from '../experiment/flags.js';

export default class Compare extends ExperimentCommand {
  static override summary = 'Ablate single thoughts in many ways, side by side, with attention.';
  static override description =
    "The causal attention bench: methods (zero, mean, resample, noise), kinds of effect (total; direct, with the other thoughts held), sites, and attention knockouts (nobody looks at the thought), beside attention weights and value-weighted norms of the row that predicts the number. Says how far each way moves a thought from other problems' clean values.";
  static override examples = [
    '<%= config.bin %> compare --test-mode',
    '<%= config.bin %> compare --arms zero,zero-direct,mean,knockout-answer --layer late --run runs/late',
    '<%= config.bin %> compare --dataset gsm8k_200.json --fit-from gsm8k_other.json --donors 10',
  ];
  static override flags = { ...serverFlags, ...runFlags, ...comparisonFlags };

  async run(): Promise<ComparisonResults> {
    const { flags } = await this.parse(Compare);
    const [{ comparisonChoice, flaggedComparison }, { compareStep }, { tellComparison }] = await Promise.all([
      import('../experiment/comparison-choice.js'),
      import('../experiment/compare-step.js'),
      import('../experiment/tell-comparison.js'),
    ]);
    return this.runOne(flags, {
      settingsFor: (model) => flaggedComparison(flags, model),
      step: (context, flagged, progressing) =>
        compareStep(context, comparisonChoice(flagged, context.dataset), flags, progressing),
      tell: tellComparison,
    });
  }
}
