import type { DecompositionResults } from '@codiscope/analysis';

import { serverFlags } from '../connection/server-flags.js';
import { ExperimentCommand } from '../experiment/experiment-command.js';
import { runFlags } from '../experiment/flags.js';

export default class Decompose extends ExperimentCommand {
  static override summary = "Split the logit of the answer's number by layer, component and source slot.";
  static override description =
    'Runs every problem unchanged and attributes the logits of the right number and of its strongest rival to every head and MLP, heads by the slot that they read from (direct logit attribution, the final norm frozen). Exits with 4 if parts do not add up to their logit within a thousandth (in int8: within the spread of its rounding).';
  static override examples = [
    '<%= config.bin %> decompose --test-mode',
    '<%= config.bin %> decompose --run runs/first',
  ];
  static override flags = { ...serverFlags, ...runFlags };

  async run(): Promise<DecompositionResults> {
    const { flags } = await this.parse(Decompose);
    const { decomposition } = await import('@codiscope/analysis');
    return this.perform(flags, decomposition, {});
  }
}
