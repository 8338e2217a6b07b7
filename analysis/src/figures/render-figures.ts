import type { AblationResults } from '../results/ablation.js';
import type { AttentionResults } from '../results/attention.js';
import { readersNote } from '../words/readers-note.js';
import type { AnalysedProblem, Summary } from '../summary/index.js';
import { matchProblems } from '../summary/index.js';
import { attentionMassFigure } from './attention-mass-data.js';
import { drawAttentionMass } from './attention-mass.js';
import { attentionVsImportance } from './attention-vs-importance-data.js';
import { drawAttentionVsImportance } from './attention-vs-importance.js';
import type { ChartStack } from './chart-stack.js';
import { correlationByPosition } from './correlation-by-position-data.js';
import { drawCorrelationByPosition } from './correlation-by-position.js';
import { covarianceSplitFigure } from './covariance-split-data.js';
import { drawCovarianceSplit } from './covariance-split.js';
import { curvesFigure } from './curves-data.js';
import { drawCurves } from './curves.js';
import { decompositionFigure } from './decomposition-data.js';
import { drawDecomposition } from './decomposition.js';
import { headMapFigure } from './head-map-data.js';
import { importanceByPosition } from './importance-by-position-data.js';
import { drawImportanceByPosition } from './importance-by-position.js';
import { importanceHeatmap } from './importance-heatmap-data.js';
import { drawImportanceHeatmap } from './importance-heatmap.js';
import { interactionFigure } from './interactions-data.js';
import { knownTruthFigure } from './known-truth-data.js';
import { drawMatrixFigure } from './matrix-figure.js';
import { methodComparisonFigure } from './method-comparison-data.js';
import { drawMethodComparison } from './method-comparison.js';
import { routingFigure } from './routing-data.js';
import { shapleyFigure } from './shapley-data.js';
import { drawShapley } from './shapley.js';
import type { RenderedSheet } from './sheet.js';
import { Sheet } from './sheet.js';
import { twinFigure } from './twins-data.js';

/** Draws one figure; null where its data are not there. */
type Draw = (
  stack: ChartStack,
  summary: Summary,
  problems: readonly AnalysedProblem[],
) => RenderedSheet | null;

/** Draws with `draw` what `make` finds in the summary. */
function drawn<Data>(
  make: (summary: Summary, problems: readonly AnalysedProblem[]) => Data | null,
  draw: (stack: ChartStack, data: Data) => RenderedSheet,
): Draw {
  return (stack, summary, problems) => {
    const data = make(summary, problems);
    return data === null ? null : draw(stack, data);
  };
}

const LATTICE = 'every set of thoughts ablated (--sets lattice)';
const LEFT = 'a problem that is left after the exclusions';

/** Every figure: its name (the first four are the origin's), what it needs, and how it is drawn. */
const FIGURES: readonly { readonly name: string; readonly needs: string; readonly draw: Draw }[] = [
  {
    name: '1_importance_by_position',
    needs: LEFT,
    draw: drawn(importanceByPosition, drawImportanceByPosition),
  },
  { name: '2_importance_heatmap', needs: LEFT, draw: drawn(importanceHeatmap, drawImportanceHeatmap) },
  {
    name: '3_attention_vs_importance',
    needs: LEFT,
    draw: drawn(attentionVsImportance, drawAttentionVsImportance),
  },
  {
    name: '4_correlation_by_position',
    needs: LEFT,
    draw: drawn(correlationByPosition, drawCorrelationByPosition),
  },
  { name: '5_shapley', needs: LATTICE, draw: drawn(shapleyFigure, drawShapley) },
  {
    name: '6_interactions',
    needs: `${LATTICE} of two thoughts or more`,
    draw: drawn(interactionFigure, drawMatrixFigure),
  },
  {
    name: '7_cumulative_curves',
    needs: 'a truncation curve or the lattice',
    draw: drawn(curvesFigure, drawCurves),
  },
  { name: '8_layer_head_map', needs: LEFT, draw: drawn(headMapFigure, drawMatrixFigure) },
  { name: '9_attention_mass', needs: LEFT, draw: drawn(attentionMassFigure, drawAttentionMass) },
  { name: '10_question_routing', needs: 'routing results', draw: drawn(routingFigure, drawMatrixFigure) },
  {
    name: '11_logit_decomposition',
    needs: 'decomposition results',
    draw: drawn(decompositionFigure, drawDecomposition),
  },
  {
    name: '12_method_comparison',
    needs: 'comparison results',
    draw: drawn(methodComparisonFigure, drawMethodComparison),
  },
  { name: '13_between_within_split', needs: LEFT, draw: drawn(covarianceSplitFigure, drawCovarianceSplit) },
  { name: '14_twin_patching', needs: 'twin patching results', draw: drawn(twinFigure, drawMatrixFigure) },
  {
    name: '15_steps_and_thoughts',
    needs: 'the dataset and a truncation curve',
    draw: drawn(knownTruthFigure, drawMatrixFigure),
  },
];

/** The names of the figures; files add `.png`, `.pdf` and `.svg`. */
export const FIGURE_NAMES: readonly string[] = FIGURES.map(({ name }) => name);
/** The origin's four: they are always drawn. */
const ALWAYS = 4;

/** A figure in three formats. The bytes are the same from run to run. */
export interface Figure {
  readonly name: string;
  /** Two pixels a point. */
  readonly png: Buffer;
  /** One page of vectors, fonts embedded. */
  readonly pdf: Buffer;
  /** The same vectors, texts as outlines. */
  readonly svg: Buffer;
}

/** A figure whose data are not there, and what it needs. */
export interface FigureNotDrawn {
  readonly name: string;
  readonly needs: string;
}

/**
 * Draws the figures of a run whose data are there, and names the others. Blocks the event loop for some 100 ms a
 * figure.
 *
 * @throws AnalysisError as `matchProblems`, and where the fonts are not installed.
 */
export async function renderFigures(
  summary: Summary,
  ablation: AblationResults,
  attention: AttentionResults,
): Promise<{ figures: Figure[]; notDrawn: FigureNotDrawn[] }> {
  const { analysed } = matchProblems(ablation, attention);
  const { loadChartStack } = await import('./chart-stack.js');
  const stack = await loadChartStack();
  const figures: Figure[] = [];
  const notDrawn: FigureNotDrawn[] = [];
  for (const [index, { name, needs, draw }] of FIGURES.entries()) {
    const always = index < ALWAYS;
    const sheet =
      always && analysed.length === 0
        ? emptySheet(stack, name, readersNote(summary))
        : draw(stack, summary, analysed);
    if (sheet !== null) figures.push({ name, ...sheet });
    else notDrawn.push({ name, needs });
  }
  return { figures, notDrawn };
}

function emptySheet(stack: ChartStack, name: string, footnote: string | null): RenderedSheet {
  const sheet = new Sheet(stack, 520, 90, footnote);
  sheet.header('Nothing to draw', 'No problem is left after the exclusions; the summary counts them.');
  return sheet.close(name);
}
