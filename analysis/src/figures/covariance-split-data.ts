import { readersNote } from '../words/readers-note.js';
import { mean, pearson, rankWithinPositions } from '../statistics/index.js';
import { centredColumns } from '../statistics/paired-table.js';
import type { AnalysedProblem, Summary } from '../summary/index.js';
import { conditionalP, correlationText, pText, percent, relationInside } from '../summary/index.js';
import type { ScatterPanel, ScatterPoint } from './attention-vs-importance-data.js';
import { pooledText, scatterPoints } from './attention-vs-importance-data.js';
import { leastSquaresLine } from './least-squares.js';

/** What figure 13 shows. */
export interface CovarianceSplitFigure {
  readonly title: string;
  readonly subtitle: string;
  readonly footnote: string | null;
  readonly panels: readonly ScatterPanel[];
  /** Shares of the pooled covariance; null where it is zero. */
  readonly split: { readonly between: number; readonly within: number } | null;
  /** What follows, in a sentence. */
  readonly conclusion: string;
}

/** The data of figure 13: how a pooled correlation comes apart; null without attention at the late layer. */
export function covarianceSplitFigure(
  summary: Summary,
  problems: readonly AnalysedProblem[],
): CovarianceSplitFigure | null {
  const late = summary.overall_correlation[`layer_${summary.late_layer}`]?.gold_log_prob_drop;
  const points = scatterPoints(problems, summary.late_layer);
  if (late === undefined || points.length === 0) return null;
  const means = Array.from({ length: summary.thoughts }, (_, index): ScatterPoint => {
    const own = points.filter(({ thought }) => thought === index + 1);
    return { x: mean(own.map(({ x }) => x)), y: mean(own.map(({ y }) => y)), thought: index + 1, flip: true };
  });
  const inside = insidePoints(points, summary.thoughts);
  const { r } = pearson(
    means.map(({ x }) => x),
    means.map(({ y }) => y),
  );
  const p = conditionalP(late);
  const rest =
    late.conditional_ranks.r === null || p === null
      ? 'r undefined'
      : `r = ${correlationText(late.conditional_ranks.r)} (${pText(p)})`;
  const { between, within } = late.covariance_split;
  return {
    title: `Where the correlation of attention and importance comes from, layer ${summary.late_layer}`,
    subtitle:
      'The same pairs three times. b keeps only how thoughts differ on average; c takes that and the problems’ means off, on ranks inside each thought. ' +
      `Only c can tell whether attention goes with importance. n = ${problems.length} baseline-correct problems × ${summary.thoughts} thoughts, drop of gold log-probability; p: whole problems dealt out anew.`,
    footnote: readersNote(summary),
    panels: [
      {
        title: `a  All pairs\n${pooledText(late)}`,
        points,
        line: leastSquaresLine(points),
        xTitle: 'Attention (weight)',
        yTitle: 'Drop (nats)',
      },
      {
        title: `b  Thoughts’ means only\nr = ${r === null ? '–' : correlationText(r)} (${means.length} points)`,
        points: means,
        line: leastSquaresLine(means),
        xTitle: 'Mean attention (weight)',
        yTitle: 'Mean drop (nats)',
      },
      {
        title: `c  Inside problems and thoughts\n${rest}`,
        points: inside,
        line: leastSquaresLine(inside),
        xTitle: 'Attention rank, means off',
        yTitle: 'Drop rank, means off',
      },
    ],
    split: between === null || within === null ? null : { between, within },
    conclusion: conclusionOf(relationInside(late), between),
  };
}

function insidePoints(points: readonly ScatterPoint[], thoughts: number): ScatterPoint[] {
  const table = Array.from({ length: points.length / thoughts }, (_, row) => {
    const own = points.slice(row * thoughts, (row + 1) * thoughts);
    return { x: own.map(({ x }) => x), y: own.map(({ y }) => y) };
  });
  const { x, y } = centredColumns(rankWithinPositions(table), 'both');
  return points.map((point, index) => ({ ...point, x: x[index] ?? 0, y: y[index] ?? 0 }));
}

function conclusionOf(inside: boolean | null, between: number | null): string {
  const share =
    between === null ? '' : ` ${percent(between)} of the pooled covariance lies between thoughts.`;
  if (inside === null) return `Whether anything is left inside problems and thoughts cannot be said.${share}`;
  return inside
    ? `A relation is left inside problems and thoughts (c): an association, not yet a cause.${share}`
    : `No relation is found inside problems and thoughts (c).${share}`;
}
