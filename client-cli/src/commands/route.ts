import type { RoutingResults } from '@codiscope/analysis';

import { serverFlags } from '../connection/server-flags.js';
import { ExperimentCommand } from '../experiment/experiment-command.js';
import { attentionFlags, runFlags } from '../experiment/flags.js';

export default class Route extends ExperimentCommand {
  static override summary = 'Read which tokens of the question each thought looks at.';
  static override description =
    "Runs every problem unchanged and reads the thoughts' own rows of attention over the question, mean over heads: token by token, and summed by class of word (number, operator, entity, other). A word's class belongs to all its tokens.";
  static override examples = [
    '<%= config.bin %> route --test-mode',
    '<%= config.bin %> route --layers all --run runs/first',
  ];
  static override flags = { ...serverFlags, ...runFlags, ...attentionFlags };

  async run(): Promise<RoutingResults> {
    const { flags } = await this.parse(Route);
    const { routing } = await import('@codiscope/analysis');
    return this.perform(flags, routing, flags);
  }
}
