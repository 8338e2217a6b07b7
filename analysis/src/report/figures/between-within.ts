import { scatterPoints, withinText, type ScatterPoint } from '../../figures/attention-vs-importance-data.js';
import { leastSquaresLine, type Point } from '../../figures/least-squares.js';
import { centredWithin, describeSample, mean } from '../../statistics/index.js';
import { fixed, percent, type AnalysedProblem, type Summary } from '../../summary/index.js';
import type { Line, ScatterFigure } from '../shared/figure.js';
import { shortened } from './shortened.js';

/**
 * What a pooled correlation is made of: the means of the thoughts (between positions) with the line over all pairs,
 * and through each mean the slope inside positions, as wide as one standard deviation to both sides.
 */
export function betweenWithin(summary: Summary, problems: readonly AnalysedProblem[]): ScatterFigure | null {
  const association = summary.overall_correlation[`layer_${summary.late_layer}`]?.gold_log_prob_drop;
  const points = scatterPoints(problems, summary.late_layer);
  const slope = withinSlope(points);
  const pooled = leastSquaresLine(points);
  if (association === undefined || slope === null || pooled === null) return null;
  const own = Array.from({ length: summary.thoughts }, (_, index) =>
    points.filter(({ thought }) => thought === index + 1),
  );
  const means = own.map((each) => [mean(each.map(({ x }) => x)), mean(each.map(({ y }) => y))] as const);
  const within = own.map((each, index): Line | null => {
    const { sd } = describeSample(each.map(({ x }) => x));
    const [x, y] = means[index] ?? [0, 0];
    return sd === null ? null : segment(x, y, slope, sd);
  });
  const ends = within.flatMap((line) => (line ? [line.from[0], line.to[0]] : []));
  const { between } = association.covariance_split;
  const share =
    between === null ? '' : `Of the pooled covariance ${percent(between)} lies between positions. `;
  return {
    kind: 'scatter',
    id: 'between-within',
    title: 'Between positions or within them?',
    caption:
      `Markers: mean attention and mean drop of each thought, layer ${summary.late_layer}, ${problems.length} problems. ` +
      'Dashed: the line over all pairs of the figure before. Coloured: the slope inside positions, one standard ' +
      `deviation of attention to both sides; ${withinText(association)}. Where the dashed line follows the markers and ` +
      `the coloured ones are flat, the correlation is a difference between positions, not of problems. ${share}`.trim(),
    x: [],
    y: [],
    thoughts: [],
    flips: [],
    problems: [],
    pooled: cut(pooled, Math.min(...ends), Math.max(...ends)),
    within,
    means: means.map(([x, y]) => [shortened(x), shortened(y)]),
    thoughtCount: summary.thoughts,
    xTitle: 'Mean attention on the thought (weight)',
    yTitle: 'Mean drop (nats)',
    numbers: {
      head: ['', 'mean attention', 'mean drop (nats)'],
      rows: means.map(([x, y], index) => [`Thought ${index + 1}`, fixed(x, 4), fixed(y, 3)]),
    },
  };
}

/** The common least-squares slope inside positions; null where attention is constant in each. */
export function withinSlope(points: readonly ScatterPoint[]): number | null {
  const groups = points.map(({ thought }) => thought);
  const dx = centredWithin(points.map(({ x }) => x), groups); // prettier-ignore
  const dy = centredWithin(points.map(({ y }) => y), groups); // prettier-ignore
  const square = dx.reduce((sum, value) => sum + value * value, 0);
  return square === 0 ? null : dx.reduce((sum, value, index) => sum + value * (dy[index] ?? 0), 0) / square;
}

/** A piece of a line of this slope around a point; attention is never below 0. */
function segment(x: number, y: number, slope: number, half: number): Line {
  const at = (place: number): readonly [number, number] => [
    shortened(place),
    shortened(y + slope * (place - x)),
  ];
  return { from: at(Math.max(0, x - half)), to: at(x + half) };
}

/** The part of a line between two places. */
function cut([from, to]: readonly [Point, Point], low: number, high: number): Line {
  const slope = (to.y - from.y) / (to.x - from.x);
  const at = (x: number): readonly [number, number] => [
    shortened(x),
    shortened(from.y + slope * (x - from.x)),
  ];
  return { from: at(low), to: at(high) };
}
