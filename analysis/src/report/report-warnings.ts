import { failedControlsOf, resultsByExperiment, type RunResults } from '../run-results.js';
import { approximationNote, precisionOf } from '../words/precision.js';

/** What no reader may miss: a control that failed, a model that is only approximately itself. */
export interface ReportWarning {
  readonly id: 'invalid' | 'approximate';
  readonly text: string;
}

/** The warnings that stand above everything. */
export function reportWarnings(results: RunResults): ReportWarning[] {
  const failed = failedControlsOf(results).map((text): ReportWarning => ({
    id: 'invalid',
    text: `A control failed. ${text}`,
  }));
  const precisions = [
    precisionOf(results.run.model),
    ...resultsByExperiment(results).map(([, each]) => each),
  ];
  const [note] = precisions.flatMap((precision) => approximationNote(precision) ?? []);
  if (note === undefined) return failed;
  return [...failed, { id: 'approximate', text: note.replace(/^Approximate: t/, 'T') }];
}
