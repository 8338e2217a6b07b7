import { DIFFICULTIES } from '../words/difficulty.js';
import { interventionText } from '../summary/index.js';
import { ablationColumns, truncationColumns } from './columns/ablation-columns.js';
import { attentionColumns } from './columns/attention-columns.js';
import { decompositionColumns } from './columns/decomposition-columns.js';
import { lensColumns } from './columns/lens-columns.js';
import { problemColumns } from './columns/problem-columns.js';
import { routingColumns } from './columns/routing-columns.js';
import { reportFigures } from './report-figures.js';
import type { ReportInputs } from './report-inputs.js';
import type { ReportData } from './shared/report-data.js';

/** What the page carries of the results: columns, rounded to what is shown. */
export function reportData(inputs: ReportInputs): ReportData {
  const { ablation, attention, summary, lens, routing, decomposition } = inputs;
  const problems = problemColumns(inputs);
  return {
    thoughts: ablation.thoughts,
    lateLayer: summary.late_layer,
    levels: DIFFICULTIES,
    intervention: interventionText(summary.intervention),
    problems,
    ablation: ablationColumns(ablation),
    truncation: truncationColumns(ablation),
    attention: attentionColumns(attention, problems.ids),
    lens: lens && lensColumns(lens, problems.ids),
    routing: routing && routingColumns(routing, problems.ids),
    decomposition: decomposition && decompositionColumns(decomposition, problems.ids),
    figures: reportFigures(),
  };
}
