import type { AttentionResults } from '@codiscope/analysis';

import { serverFlags } from '../connection/server-flags.js';
import { ExperimentCommand } from '../experiment/experiment-command.js';
import { attentionFlags, protocolFlags, runFlags } from '../experiment/flags.js';

export default class Attend extends ExperimentCommand {
  static override summary = 'RQ2: read how much attention each thought gets.';
  static override description =
    "Runs every problem unchanged and reads two rows of attention: the row that predicts the answer's number, and EOT. All heads are kept, by group of keys: question numbers, other question tokens, BOT, each thought, EOT, answer so far; a row's groups sum to 1.";
  static override examples = [
    '<%= config.bin %> attend --test-mode',
    '<%= config.bin %> attend --layers all --run runs/late',
  ];
  static override flags = { ...serverFlags, ...runFlags, ...protocolFlags, ...attentionFlags };

  async run(): Promise<AttentionResults> {
    const { flags } = await this.parse(Attend);
    const { attention } = await import('@codiscope/analysis');
    return this.perform(flags, attention, flags);
  }
}
