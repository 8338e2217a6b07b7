import type { AblationResults } from '@codiscope/analysis';

import { serverFlags } from '../connection/server-flags.js';
import { ExperimentCommand } from '../experiment/experiment-command.js';
import { ablationFlags, protocolFlags, runFlags } from '../experiment/flags.js';
import { ablationChoice } from '../experiment/whole-run-choice.js';

export default class Ablate extends ExperimentCommand {
  static override summary = 'RQ1: change thoughts and see what becomes of the answer.';
  static override description =
    'Runs every problem unchanged, once for each set of thoughts ablated, and with the standing controls (self-patch, truncation after 0, 1, .. thoughts). Every rollout is in results/rollouts.jsonl before it is counted. Exits with 4 if a self-patch changed anything.';
  static override examples = [
    '<%= config.bin %> ablate --test-mode',
    '<%= config.bin %> ablate --layer late --sets singles,all --run runs/late',
    '<%= config.bin %> ablate --method resample --donors 10 --run runs/resample',
    '<%= config.bin %> ablate --site attention --method knockout --queries answer --run runs/knockout',
    '<%= config.bin %> ablate --dataset gsm8k_200.json --server lab:50051 --resume',
  ];
  static override flags = { ...serverFlags, ...runFlags, ...protocolFlags, ...ablationFlags };

  async run(): Promise<AblationResults> {
    const { flags } = await this.parse(Ablate);
    const { ablation } = await import('@codiscope/analysis');
    return this.perform(flags, ablation, ablationChoice(flags));
  }
}
