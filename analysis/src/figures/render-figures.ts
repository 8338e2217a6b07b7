import type { AblationResults } from '../results/ablation.js';
import type { AttentionResults } from '../results/attention.js';
import { approximationNote } from '../results/precision.js';
import type { Summary } from '../summary/index.js';
import { matchProblems } from '../summary/index.js';
import { attentionVsImportance } from './attention-vs-importance-data.js';
import { drawAttentionVsImportance } from './attention-vs-importance.js';
import type { ChartStack } from './chart-stack.js';
import { correlationByPosition } from './correlation-by-position-data.js';
import { drawCorrelationByPosition } from './correlation-by-position.js';
import { importanceByPosition } from './importance-by-position-data.js';
import { drawImportanceByPosition } from './importance-by-position.js';
import { importanceHeatmap } from './importance-heatmap-data.js';
import { drawImportanceHeatmap } from './importance-heatmap.js';
import type { RenderedSheet } from './sheet.js';
import { Sheet } from './sheet.js';

/** The names of the figures, which are the origin's; files add `.png` and `.pdf`. */
export const FIGURE_NAMES = [
  '1_importance_by_position',
  '2_importance_heatmap',
  '3_attention_vs_importance',
  '4_correlation_by_position',
] as const;

/** A figure in both formats. The bytes are the same from run to run. */
export interface Figure {
  readonly name: string;
  /** Two pixels a point. */
  readonly png: Buffer;
  /** One page of vectors, fonts embedded. */
  readonly pdf: Buffer;
}

/**
 * Draws the figures of a run. Blocks the event loop for some 100 ms a figure.
 *
 * @throws AnalysisError as `matchProblems`, and where the fonts are not installed.
 */
export async function renderFigures(
  summary: Summary,
  ablation: AblationResults,
  attention: AttentionResults,
): Promise<Figure[]> {
  const { analysed } = matchProblems(ablation, attention);
  const { loadChartStack } = await import('./chart-stack.js');
  const stack = await loadChartStack();
  const scatter = attentionVsImportance(summary, analysed);
  const draw = (name: (typeof FIGURE_NAMES)[number]): RenderedSheet => {
    if (analysed.length === 0 || scatter === null) return emptySheet(stack, name, approximationNote(summary));
    switch (name) {
      case '1_importance_by_position':
        return drawImportanceByPosition(stack, importanceByPosition(summary));
      case '2_importance_heatmap':
        return drawImportanceHeatmap(stack, importanceHeatmap(summary, analysed));
      case '3_attention_vs_importance':
        return drawAttentionVsImportance(stack, scatter);
      case '4_correlation_by_position':
        return drawCorrelationByPosition(stack, correlationByPosition(summary, analysed));
    }
  };
  return FIGURE_NAMES.map((name) => ({ name, ...draw(name) }));
}

function emptySheet(stack: ChartStack, name: string, footnote: string | null): RenderedSheet {
  const sheet = new Sheet(stack, 520, 90, footnote);
  sheet.header('Nothing to draw', 'No problem is left after the exclusions; the summary counts them.');
  return sheet.close(name);
}
