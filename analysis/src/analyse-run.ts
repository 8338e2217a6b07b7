import { renderFigure } from './figures/paper/render-figure.js';
import { failedControlsOf, readRunResults } from './run-results.js';
import type { Exclusion } from './runs/manifest.js';
import type { Run } from './runs/run.js';
import { runFigures, type FigureNotDrawn } from './summary/figures/figures.js';
import { matchProblems, type ExclusionReason } from './summary/match-problems.js';
import { SUMMARY_FILE_NAME, type Summary } from './summary/schema.js';
import { summarise, SUMMARY_DEFAULTS, type SummaryOptions } from './summary/summarise.js';

/** What was made of a run. */
export interface Analysed {
  readonly summary: Summary;
  /** Files in the run's folder of figures. */
  readonly figures: string[];
  readonly notDrawn: readonly FigureNotDrawn[];
  /** What of the results' controls failed, in sentences. */
  readonly failedControls: readonly string[];
}

/** Reads a run's results, and writes its statistics and figures. */
export async function analyseRun(run: Run, given: SummaryOptions, resume: boolean): Promise<Analysed> {
  const options = { ...SUMMARY_DEFAULTS, ...given };
  const results = await readRunResults(run.paths.folder);
  const experiment = await run.begin('analyze', {
    configuration: {
      resamples: options.resamples,
      seed: options.seed,
      late_layer: options.lateLayer ?? 'late',
      smallest_r: options.smallestR,
      smallest_drop: options.smallestDrop,
    },
    planKeys: [],
    resume,
  });
  const summary = summarise(results, options);
  await run.writeResult(SUMMARY_FILE_NAME, summary);
  const files: string[] = [];
  const { analysed } = matchProblems(results.ablation, results.attention);
  const { figures, notDrawn } = runFigures(summary, analysed);
  for (const figure of figures) {
    const rendered = await renderFigure(figure);
    for (const format of ['png', 'pdf', 'svg'] as const) {
      await run.writeFigure(`${figure.name}.${format}`, rendered[format]);
      files.push(`${figure.name}.${format}`);
    }
  }
  await experiment.finish(leftOut(summary));
  return { summary, figures: files, notDrawn, failedControls: failedControlsOf(results) };
}

/** The ledger's names of the summary's exclusions. */
const LEDGER: Record<ExclusionReason, Exclusion['reason']> = {
  refused: 'request_refused',
  no_number: 'unparsed_answer',
  truncated: 'truncated',
  wrong_baseline: 'wrong_baseline',
  no_score: 'no_score',
  missing_attention: 'missing_attention',
  baseline_disagrees: 'baseline_disagrees',
  missing_ablation: 'missing_ablation',
};

/** The summary's exclusions as entries of the run's ledger. */
function leftOut({ exclusions }: Summary): Exclusion[] {
  return (Object.keys(LEDGER) as ExclusionReason[]).flatMap((reason) =>
    exclusions[reason].problem_ids.map((problem_id) => ({
      problem_id,
      left_out_of: 'statistics',
      reason: LEDGER[reason],
    })),
  );
}
