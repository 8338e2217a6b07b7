import { renderFigures } from '../figures/index.js';
import { ablationResultsSchema } from '../results/ablation.js';
import { attentionResultsSchema } from '../results/attention.js';
import { readResult, type Exclusion, type Run } from '../runs/index.js';
import { summarise, type Summary, type SummaryOptions } from '../summary/index.js';
import { ablationFileName, attentionFileName, SUMMARY_FILE_NAME } from './result-files.js';

/** Reads a run's ablation and attention results, and writes its statistics and figures. */
export async function analyseRun(
  run: Run,
  options: Required<Pick<SummaryOptions, 'resamples' | 'seed'>> & Pick<SummaryOptions, 'lateLayer'>,
  resume: boolean,
): Promise<{ summary: Summary; figures: string[] }> {
  const { folder } = run.paths;
  const count = run.file.dataset.problems;
  const ablation = await readResult(folder, ablationFileName(count), ablationResultsSchema);
  const attention = await readResult(folder, attentionFileName(count), attentionResultsSchema);
  const { resamples, seed, lateLayer } = options;
  const experiment = await run.begin('analyze', {
    configuration: { resamples, seed, late_layer: lateLayer ?? 'late' },
    planKeys: [],
    resume,
  });
  const summary = summarise(ablation, attention, options);
  await run.writeResult(SUMMARY_FILE_NAME, summary);
  const figures: string[] = [];
  for (const { name, png, pdf } of await renderFigures(summary, ablation, attention)) {
    await run.writeFigure(`${name}.png`, png);
    await run.writeFigure(`${name}.pdf`, pdf);
    figures.push(`${name}.png`, `${name}.pdf`);
  }
  await experiment.finish(leftOut(summary));
  return { summary, figures };
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
