import { pooledText, scatterPoints } from '../../figures/attention-vs-importance-data.js';
import { leastSquaresLine } from '../../figures/least-squares.js';
import type { AnalysedProblem, Summary } from '../../summary/index.js';
import type { ScatterFigure } from '../shared/figure.js';
import { shortened } from './shortened.js';

/** Attention against drop at the late layer, all pairs, with the line over them. */
export function attentionScatter(
  summary: Summary,
  problems: readonly AnalysedProblem[],
): ScatterFigure | null {
  const association = summary.overall_correlation[`layer_${summary.late_layer}`]?.gold_log_prob_drop;
  const points = scatterPoints(problems, summary.late_layer);
  if (association === undefined || points.length === 0) return null;
  const line = leastSquaresLine(points);
  const pair = ({ x, y }: { x: number; y: number }) => [shortened(x), shortened(y)] as const;
  return {
    kind: 'scatter',
    id: 'attention-importance',
    title: `Attention against importance, layer ${summary.late_layer}`,
    caption:
      `n = ${points.length} pairs of ${problems.length} problems. Dashed: the line over all pairs, ` +
      `${pooledText(association)}; a naive p takes all pairs as independent. What the line is made of, the next figure ` +
      'says. Filled: the answer flips. Row that predicts the number, mean over heads. Choose a point to open its problem.',
    x: points.map(({ x }) => shortened(x)),
    y: points.map(({ y }) => shortened(y)),
    thoughts: points.map(({ thought }) => thought),
    flips: points.map(({ flip }) => (flip ? 1 : 0)),
    problems: problems
      .filter((problem) => problem.attention('number', summary.late_layer))
      .map(({ id }) => id),
    pooled: line && { from: pair(line[0]), to: pair(line[1]) },
    within: [],
    means: [],
    thoughtCount: summary.thoughts,
    xTitle: 'Attention on the thought (weight)',
    yTitle: 'Drop of gold log-probability (nats)',
    numbers: null,
  };
}
