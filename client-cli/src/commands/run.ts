import { join } from 'node:path';

import type { NamedLayer, Summary } from '@codiscope/analysis';
import type { GetModelResponse } from '@codiscope/proto';

import { serverFlags } from '../connection/server-flags.js';
import { ExperimentCommand } from '../experiment/experiment-command.js';
import type { AblationChoice } from '../experiment/ablation-choice.js';
import {
  ablationFlags,
  analysisFlags,
  attentionFlags,
  protocolFlags,
  runFlags,
} from '../experiment/flags.js';

/** What a whole run came to. */
interface Ran {
  readonly folder: string;
  readonly problems: number;
  readonly rollouts: number;
  readonly figures: readonly string[];
  readonly findings: Summary['findings'];
}

export default class Run extends ExperimentCommand {
  static override summary = 'The whole job: dataset, ablation, attention, statistics, figures.';
  static override description =
    'Does what `dataset create`, `ablate`, `attend` and `analyze` do, in one run folder, and ends with RQ1 and RQ2 in plain sentences. A run that was cut off goes on with --resume and ends with the same files.';
  static override examples = [
    '<%= config.bin %> run',
    '<%= config.bin %> run --test-mode --run runs/trial',
    '<%= config.bin %> run --source gsm8k/test.jsonl --per-level 50 --model ./my-checkpoint',
  ];
  static override flags = {
    ...serverFlags,
    ...runFlags,
    ...protocolFlags,
    ...ablationFlags,
    ...attentionFlags,
    ...analysisFlags,
  };

  async run(): Promise<Ran> {
    const { flags } = await this.parse(Run);
    const [
      { requireValidControls },
      settings,
      { ablationChoice },
      { ablateStep, analyseStep, attendStep },
      tell,
    ] = await Promise.all([
      import('@codiscope/analysis'),
      import('../experiment/settings.js'),
      import('../experiment/ablation-choice.js'),
      import('../experiment/steps.js'),
      import('../experiment/tell.js'),
    ]);
    const settingsFor = (
      model: GetModelResponse,
    ): { ablate: AblationChoice; attend: readonly NamedLayer[] } => ({
      ablate: ablationChoice(flags, model),
      attend: settings.attentionSettings(flags, model),
    });
    return this.withRun(flags, settingsFor, async (context, { ablate, attend }) => {
      const { run, dataset } = context;
      const progressing = this.showProgress;
      const ablation = await ablateStep(context, ablate, flags, progressing);
      const attention = await attendStep(context, attend, flags, progressing);
      this.signal.throwIfAborted();
      const { summary, figures } = await analyseStep(context, flags);
      const sets = ablation.problems[0]?.token_ablations.length ?? 0;
      const rollouts = ablation.problems.length * (1 + sets);
      this.log(tell.tellAblation(ablation));
      this.log(`\n${tell.tellAttention(attention)}`);
      this.log(`\n${tell.tellFindings(summary)}`);
      const { folder, results, figures: figureFolder } = run.paths;
      this.log(
        `\nWhere to look: ${join(folder, 'run.json')} (everything needed to repeat this), ${join(results, 'summary_statistics.json')}, and`,
      );
      for (const figure of figures.filter((name) => name.endsWith('.png'))) {
        this.log(`  ${join(figureFolder, figure)} (and .pdf)`);
      }
      this.log(
        `${rollouts} rollouts (baseline and ${sets} ablations of ${dataset.problems.length} problems), ${ablation.problems.length * (1 + ablation.thoughts)} control rollouts.`,
      );
      requireValidControls(ablation);
      return { folder, problems: dataset.problems.length, rollouts, figures, findings: summary.findings };
    });
  }
}
