import { assertOfRun, readRunResults, type RunResults } from '../run-results.js';
import { readResult } from '../runs/run-folder.js';
import { SUMMARY_FILE_NAME, summarySchema, type Summary } from '../summary/schema.js';

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
