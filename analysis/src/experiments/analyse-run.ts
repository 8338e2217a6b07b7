import { renderFigures, type FigureNotDrawn } from '../figures/index.js';
import { ablationResultsSchema } from '../results/ablation.js';
import { attentionResultsSchema } from '../results/attention.js';
import { readResult, type Exclusion, type Run } from '../runs/index.js';
import { summarise, type Summary, type SummaryOptions } from '../summary/index.js';
import { readMoreResults } from './read-more-results.js';
import { ablationFileName, attentionFileName, SUMMARY_FILE_NAME } from './result-files.js';

/** What was made of a run. */
export interface Analysed {
  readonly summary: Summary;
  /** Files in the run's folder of figures. */
  readonly figures: string[];
  readonly notDrawn: readonly FigureNotDrawn[];
}

/** Reads a run's ablation and attention results and whatever else it holds, and writes its statistics and figures. */
export async function analyseRun(
  run: Run,
  options: SummaryOptions & Required<Pick<SummaryOptions, 'resamples' | 'seed'>>,
  resume: boolean,
): Promise<Analysed> {
  const { folder } = run.paths;
  const count = run.file.dataset.problems;
  const ablation = await readResult(folder, ablationFileName(count), ablationResultsSchema);
  const attention = await readResult(folder, attentionFileName(count), attentionResultsSchema);
  const more = await readMoreResults(run);
  const { resamples, seed, lateLayer, smallestR = 0.1, smallestDrop = 0.05 } = options;
  const experiment = await run.begin('analyze', {
    configuration: {
      resamples,
      seed,
      late_layer: lateLayer ?? 'late',
      smallest_r: smallestR,
      smallest_drop: smallestDrop,
    },
    planKeys: [],
    resume,
  });
  const summary = summarise(ablation, attention, options, more);
  await run.writeResult(SUMMARY_FILE_NAME, summary);
  const files: string[] = [];
  const { figures, notDrawn } = await renderFigures(summary, ablation, attention);
  for (const { name, ...formats } of figures) {
    for (const format of ['png', 'pdf', 'svg'] as const) {
      await run.writeFigure(`${name}.${format}`, formats[format]);
      files.push(`${name}.${format}`);
    }
  }
  await experiment.finish(leftOut(summary));
  return { summary, figures: files, notDrawn };
}

/** The summary's exclusions as entries of the run's ledger. */
function leftOut({ exclusions }: Summary): Exclusion[] {
  const names = { no_number: 'unparsed_answer', refused: 'request_refused' } as const;
  return Object.entries(exclusions).flatMap(([reason, { problem_ids: ids }]) =>
    ids.map((problem_id) => ({
      problem_id,
      left_out_of: 'statistics',
      reason:
        reason === 'no_number' || reason === 'refused' ? names[reason] : (reason as Exclusion['reason']),
    })),
  );
}
