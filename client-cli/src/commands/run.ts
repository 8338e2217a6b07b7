import { join } from 'node:path';

import type { Run as RunFolder, Summary } from '@codiscope/analysis';

import { serverFlags } from '../connection/server-flags.js';
import { ExperimentCommand, type CommandContext } from '../experiment/experiment-command.js';
import { analysisFlags, runFlags, wholeRunFlags } from '../experiment/flags.js';
import { wholeRunChoice } from '../experiment/whole-run-choice.js';

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
    'Draws problems, does every experiment that they allow (`ablate`, `attend`, `lens` and so on, each as its command does) and `analyze`, in one run folder, and ends with RQ1 and RQ2 in plain sentences. A run that was cut off goes on with --resume and ends with the same files.';
  static override examples = [
    '<%= config.bin %> run',
    '<%= config.bin %> run --test-mode --run runs/trial',
    '<%= config.bin %> run --only ablate,attend,analyze',
    '<%= config.bin %> run --source gsm8k/test.jsonl --per-level 50 --model ./my-checkpoint',
  ];
  static override flags = {
    ...serverFlags,
    ...runFlags,
    ...wholeRunFlags,
    ...analysisFlags,
  };

  async run(): Promise<Ran> {
    const { flags } = await this.parse(Run);
    const [{ ANALYZE, parseParts }, { AnalysisError }] = await Promise.all([
      import('../experiment/parts.js'),
      import('@codiscope/analysis'),
    ]);
    const parts = parseParts(flags.only, flags.protocol);
    const verbs = parts.experiments.map(({ verb }) => verb);
    const whole = wholeRunChoice(flags);
    return this.withRun(
      flags,
      (model) =>
        parts.experiments.map((experiment) => ({
          experiment,
          prepare: experiment.choose(experiment.ofRun(whole, verbs), model),
        })),
      async (context, prepared) => {
        const failed: string[] = [];
        for (const { experiment, prepare } of prepared) {
          this.signal.throwIfAborted();
          const { results } = await this.carryOut(context, experiment, prepare, parts.named);
          const control = results === null ? null : experiment.failedControl?.(results);
          if (control) failed.push(control);
          this.log('');
        }
        this.signal.throwIfAborted();
        const analysis = parts.analyze ? await this.analyse(context, flags) : null;
        const { run, dataset, model } = context;
        const counts = verbs.map((verb) => [verb, run.file.experiments[verb]?.rollouts ?? 0] as const);
        this.tellPlaces(run, analysis?.figures ?? [], counts);
        if (analysis) this.log(`Explore it in a browser: ${analysis.report}`);
        if (failed.length > 0) throw new AnalysisError('CONTROL_FAILED', failed.join(' '));
        return {
          folder: run.paths.folder,
          problems: dataset.problems.length,
          parts: [...verbs, ...(parts.analyze ? [ANALYZE] : [])],
          rollouts: counts.reduce((sum, [, count]) => sum + count, 0),
          approximate: model.approximate,
          figures: analysis?.figures ?? [],
          report: analysis?.report ?? null,
          findings: analysis?.summary.findings ?? null,
        };
      },
    );
  }

  /** Statistics, figures and report. What is derived from results may always be made again. */
  private async analyse(
    { run }: CommandContext,
    flags: { readonly resamples: number; readonly 'analysis-seed': number },
  ): Promise<{ summary: Summary; figures: string[]; report: string }> {
    const [{ analyseRun, writeReport }, { findingsText }] = await Promise.all([
      import('@codiscope/analysis'),
      import('../experiment/texts.js'),
    ]);
    const options = { resamples: flags.resamples, seed: flags['analysis-seed'] };
    const { summary, figures } = await analyseRun(run, options, true);
    const { file: report } = await writeReport(run.paths.folder);
    this.log(`${findingsText(summary)}\n`);
    return { summary, figures, report };
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
