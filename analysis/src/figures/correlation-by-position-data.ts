import { readersNote } from '../words/readers-note.js';
import type { AnalysedProblem, Summary } from '../summary/index.js';
import { correlationText, pText } from '../summary/index.js';
import type { ScatterPoint } from './attention-vs-importance-data.js';
import { scatterPoints } from './attention-vs-importance-data.js';
import type { Point } from './least-squares.js';
import { leastSquaresLine } from './least-squares.js';

/** One panel of figure 4. */
export interface PositionPanel {
  readonly thought: number;
  /** Thought and flips, above r and p. */
  readonly title: readonly [string, string];
  readonly points: readonly ScatterPoint[];
  readonly line: readonly [Point, Point] | null;
}

/** What figure 4 shows. */
export interface CorrelationByPosition {
  readonly title: string;
  readonly subtitle: string;
  readonly footnote: string | null;
  readonly columns: number;
  readonly panels: readonly PositionPanel[];
  /** The same in all panels, nats. */
  readonly yRange: { readonly suggestedMin: number; readonly suggestedMax: number };
}

/** Columns of the grid: 2 x 3 panels for six thoughts. */
export function columnsFor(panels: number): number {
  if (panels <= 3) return panels;
  if (panels === 4) return 2;
  return panels <= 9 ? 3 : 4;
}

/** The data of figure 4: inside one position no difference between positions can pose as a correlation. */
export function correlationByPosition(
  summary: Summary,
  problems: readonly AnalysedProblem[],
): CorrelationByPosition {
  const points = scatterPoints(problems, summary.late_layer);
  const panels = Object.values(summary.per_thought).map((thought, index): PositionPanel => {
    const own = points.filter((point) => point.thought === index + 1);
    const { r, p, reason } = thought.drop_correlation;
    return {
      thought: index + 1,
      title: [
        `Thought ${index + 1} (${thought.flips} of ${thought.n} flip)`,
        r === null || p === null ? `r undefined: ${reason}` : `r = ${correlationText(r)}, ${pText(p)}`,
      ],
      points: own,
      line: leastSquaresLine(own),
    };
  });
  const low = points.reduce((least, { y }) => Math.min(least, y), 0);
  const high = points.reduce((most, { y }) => Math.max(most, y), 0);
  return {
    title: `Attention against importance at each position, layer ${summary.late_layer}`,
    footnote: readersNote(summary),
    subtitle:
      `n = ${problems.length} baseline-correct problems in each panel; p by t, not adjusted for ${panels.length} panels. ` +
      'Attention: row that predicts the number, mean over heads. Filled: the answer flips. The x axes differ.',
    columns: columnsFor(panels.length),
    panels,
    yRange: { suggestedMin: low, suggestedMax: high },
  };
}
