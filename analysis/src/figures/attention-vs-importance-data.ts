import { readersNote } from '../words/readers-note.js';
import { centredWithin } from '../statistics/index.js';
import type { AnalysedProblem, Association, Summary } from '../summary/index.js';
import { conditionalP, correlationText, pText } from '../summary/index.js';
import type { Point } from './least-squares.js';
import { leastSquaresLine } from './least-squares.js';

/** One (problem, thought): attention and drop in nats. */
export interface ScatterPoint extends Point {
  readonly thought: number;
  readonly flip: boolean;
}

/** One panel of figure 3. */
export interface ScatterPanel {
  readonly title: string;
  readonly points: readonly ScatterPoint[];
  readonly line: readonly [Point, Point] | null;
  readonly xTitle: string;
  readonly yTitle: string;
}

/** What figure 3 shows. */
export interface AttentionVsImportance {
  readonly title: string;
  readonly subtitle: string;
  readonly footnote: string | null;
  readonly panels: readonly [ScatterPanel, ScatterPanel];
  /** By thought: pairs, and flips among them. */
  readonly legend: readonly { readonly thought: number; readonly n: number; readonly flips: number }[];
}

/** "pooled r = 0.19, naive p = 0.022" or why there is none. */
export function pooledText({
  r,
  p,
  reason,
}: {
  r: number | null;
  p: number | null;
  reason: string | null;
}): string {
  return r === null || p === null
    ? `pooled r undefined (${reason ?? ''})`
    : `pooled r = ${correlationText(r)} (naive ${pText(p)})`;
}

/** "within-position r = −0.06 (permutation p = 0.2)" or why there is none. */
export function withinText({ within_position: within }: Association): string {
  if (within.r === null || within.p === null) return `within-position r undefined (${within.reason ?? ''})`;
  const test =
    within.permutation_p === null ? `naive ${pText(within.p)}` : `permutation ${pText(within.permutation_p)}`;
  return `within-position r = ${correlationText(within.r)} (${test})`;
}

/** "conditional r = −0.08 (p = 0.13)" of ranks, with the p that verdicts rest on, or that there is none. */
export function conditionalText(association: Association): string {
  const { r } = association.conditional_ranks;
  const p = conditionalP(association);
  return r === null || p === null
    ? 'conditional r undefined'
    : `conditional r = ${correlationText(r)} (${pText(p)})`;
}

/** The points of one layer, problem by problem. */
export function scatterPoints(problems: readonly AnalysedProblem[], layer: number): ScatterPoint[] {
  return problems.flatMap((problem) =>
    (problem.attention('number', layer) ?? []).map((x, index) => ({
      x,
      y: problem.drops[index] ?? 0,
      thought: index + 1,
      flip: problem.flips[index] === 1,
    })),
  );
}

/**
 * The data of figure 3. A flip is yes or no, so it would be two lines of points: the drop of the gold
 * log-probability is drawn, a flip fills the marker, and both r are told. The second panel takes the mean of
 * each thought off both axes: what is left of the first one's line when positions no longer differ.
 */
export function attentionVsImportance(
  summary: Summary,
  problems: readonly AnalysedProblem[],
): AttentionVsImportance | null {
  const association = summary.overall_correlation[`layer_${summary.late_layer}`];
  if (association === undefined) return null;
  const points = scatterPoints(problems, summary.late_layer);
  const thoughts = points.map(({ thought }) => thought);
  const dx = centredWithin(points.map(({ x }) => x), thoughts); // prettier-ignore
  const dy = centredWithin(points.map(({ y }) => y), thoughts); // prettier-ignore
  const centred = points.map((point, index) => ({ ...point, x: dx[index] ?? 0, y: dy[index] ?? 0 }));
  const drop = association.gold_log_prob_drop;
  return {
    title: `Attention against importance, layer ${summary.late_layer}\n${pooledText(drop)}, ${withinText(drop)}`,
    footnote: readersNote(summary),
    subtitle:
      `n = ${points.length} pairs: ${problems.length} baseline-correct problems × ${summary.thoughts} thoughts, ` +
      'row that predicts the number, mean over heads. ' +
      `With flips (0 or 1) as importance: ${pooledText(association)}, ${withinText(association)}. ` +
      `Inside problems and positions, on ranks, which verdicts rest on: drops ${conditionalText(drop)}, flips ${conditionalText(association)}. ` +
      'A naive p takes all pairs as independent.',
    panels: [
      {
        title: 'a  Pooled',
        points,
        line: leastSquaresLine(points),
        xTitle: 'Attention on the thought (weight)',
        yTitle: 'Drop of gold log-probability (nats)',
      },
      {
        title: 'b  Within position: each thought’s mean taken off',
        points: centred,
        line: leastSquaresLine(centred),
        xTitle: 'Attention − its thought’s mean (weight)',
        yTitle: 'Drop − its thought’s mean (nats)',
      },
    ],
    legend: Array.from({ length: summary.thoughts }, (_, index) => {
      const own = points.filter(({ thought }) => thought === index + 1);
      return { thought: index + 1, n: own.length, flips: own.filter(({ flip }) => flip).length };
    }),
  };
}
