import { join } from 'node:path';

import type { Run as RunFolder, Summary } from '@codiscope/analysis';
import { Flags } from '@oclif/core';

import { serverFlags } from '../connection/server-flags.js';
import { ExperimentCommand } from '../experiment/experiment-command.js';
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
  readonly parts: readonly string[];
  /** Of all these parts. */
  readonly rollouts: number;
  readonly approximate: boolean;
  readonly figures: readonly string[];
  /** The page to explore; null without the part `analyze`. */
  readonly report: string | null;
  /** Null without the part `analyze`. */
  readonly findings: Summary['findings'] | null;
}

export default class Run extends ExperimentCommand {
  static override summary = 'The whole job: dataset, experiments, statistics, figures.';
  static override description =
    'Does what `dataset create`, `ablate`, `attend`, `lens`, `route`, `decompose`, `compare`, `twins` (where problems have steps) and `analyze` do, in one run folder, and ends with RQ1 and RQ2 in plain sentences. A run that was cut off goes on with --resume and ends with the same files.';
  static override examples = [
    '<%= config.bin %> run',
    '<%= config.bin %> run --test-mode --run runs/trial',
    '<%= config.bin %> run --only ablate,attend,analyze',
    '<%= config.bin %> run --source gsm8k/test.jsonl --per-level 50 --model ./my-checkpoint',
  ];
  static override flags = {
    ...serverFlags,
    ...runFlags,
    only: Flags.string({
      description:
        'parts to do: ablate, attend, lens, route, decompose, compare, twins, analyze (default all)',
      helpGroup: 'RUN',
    }),
    ...protocolFlags,
    ...ablationFlags,
    ...attentionFlags,
    ...analysisFlags,
  };

  async run(): Promise<Ran> {
    const { flags } = await this.parse(Run);
    const [{ wholeRun }, { doParts, requireControls }] = await Promise.all([
      import('../experiment/whole-run.js'),
      import('../experiment/do-parts.js'),
    ]);
    return this.withRun(
      flags,
      (model) => wholeRun(flags, model),
      async (context, choice) => {
        const { run, dataset } = context;
        const done = await doParts(context, choice, flags, {
          progressing: this.showProgress,
          tell: (text) => {
            this.log(text);
          },
          say: (line) => {
            this.say(line);
          },
        });
        const counts = choice.parts.map((part) => [part, run.file.experiments[part]?.rollouts ?? 0] as const);
        const figures = done.analysis?.figures ?? [];
        this.tellPlaces(run, figures, counts);
        if (done.report !== null) this.log(`Explore it in a browser: ${done.report}`);
        requireControls(done);
        return {
          folder: run.paths.folder,
          problems: dataset.problems.length,
          parts: choice.parts,
          rollouts: counts.reduce((sum, [, count]) => sum + count, 0),
          approximate: context.model.approximate,
          figures,
          report: done.report,
          findings: done.analysis?.summary.findings ?? null,
        };
      },
    );
  }

  /** Where everything is. */
  private tellPlaces(
    { paths, file }: RunFolder,
    figures: readonly string[],
    counts: readonly (readonly [part: string, rollouts: number])[],
  ): void {
    const { folder, results, figures: figureFolder } = paths;
    const summary = figures.length > 0 ? `, ${join(results, 'summary_statistics.json')}` : '';
    this.log(
      `Where to look: ${join(folder, 'run.json')} (everything needed to repeat this)${summary}, the results in ${results}${figures.length > 0 ? ', and' : ''}`,
    );
    for (const figure of figures.filter((name) => name.endsWith('.png'))) {
      this.log(`  ${join(figureFolder, figure)} (and .pdf, .svg)`);
    }
    const rollouts = counts.filter(([, count]) => count > 0).map(([part, count]) => `${part} ${count}`);
    this.log(`Rollouts of ${file.dataset.problems} problems: ${rollouts.join(', ') || 'none'}.`);
  }
}
