import { decomposition } from '../experiments/decomposition/decomposition.js';
import type { Experiment } from '../experiments/experiment.js';
import { lens } from '../experiments/lens/lens.js';
import { routing } from '../experiments/routing/routing.js';
import { type RunResults, assertOfRun, readRunResults } from '../run-results.js';
import { readResult } from '../runs/run-folder.js';
import { SUMMARY_FILE_NAME, type Summary, summarySchema } from '../summary/schema.js';
import type { Figure } from '../words/figure.js';
import { interventionText } from '../words/intervention-text.js';
import { DIFFICULTIES } from '../words/thought.js';
import {
  ablationColumns,
  attentionColumns,
  problemColumns,
  truncationColumns,
} from './columns/problem-columns.js';
import { decompositionColumns, lensColumns, routingColumns } from './columns/reading-columns.js';
import type { ReportData } from './shared/report-data.js';

/** What the page carries of the results: columns, rounded to what is shown, and the figures as they are. */
export function reportData({ results, summary }: ReportInputs, figures: readonly Figure[]): ReportData {
  const { ablation, attention } = results;
  const problems = problemColumns(results);
  const lensed = resultsOf(results, lens);
  const routed = resultsOf(results, routing);
  const decomposed = resultsOf(results, decomposition);
  return {
    thoughts: ablation.thoughts,
    lateLayer: summary.late_layer,
    levels: DIFFICULTIES,
    intervention: interventionText(summary.intervention),
    problems,
    ablation: ablationColumns(ablation),
    truncation: truncationColumns(ablation),
    attention: attentionColumns(attention, problems.ids),
    lens: lensed && lensColumns(lensed, problems.ids),
    routing: routed && routingColumns(routed, problems.ids),
    decomposition: decomposed && decompositionColumns(decomposed, problems.ids),
    figures,
  };
}

/** The results of an experiment, which the explorer shows problem by problem; null where it was not run. */
function resultsOf<Results>(
  { others }: RunResults,
  { name, schema }: Pick<Experiment, 'name'> & { readonly schema: { parse(value: unknown): Results } },
): Results | null {
  const results = others.get(name);
  return results === undefined ? null : schema.parse(results);
}

/** Everything that a report is made of. */
export interface ReportInputs {
  readonly results: RunResults;
  readonly summary: Summary;
}

/**
 * Reads the results and the summary of a run folder.
 *
 * @throws AnalysisError as `readRunResults` does; `BAD_RESULTS` where the summary is missing or of another run.
 */
export async function readReportInputs(directory: string): Promise<ReportInputs> {
  const results = await readRunResults(directory);
  const summary = await readResult(directory, SUMMARY_FILE_NAME, summarySchema);
  assertOfRun(results, summary);
  return { results, summary };
}
