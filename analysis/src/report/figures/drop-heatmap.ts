import { importanceHeatmap } from '../../figures/importance-heatmap-data.js';
import { fixed, type AnalysedProblem, type Summary } from '../../summary/index.js';
import type { MatrixFigure } from '../shared/figure.js';
import { thoughtNames } from './caption-of-n.js';

/** What each thought is worth to each problem: problems by thoughts. */
export function dropHeatmap(summary: Summary, problems: readonly AnalysedProblem[]): MatrixFigure {
  const { subtitle, cells, ids, groups, cap, thoughts, flips } = importanceHeatmap(summary, problems);
  const values = Array.from({ length: thoughts }, () => ids.map((): number | null => null));
  const marks: number[] = [];
  for (const { column, thought, drop, flip } of cells) {
    const row = values[thought - 1];
    if (row) row[column] = Number(drop.toFixed(3));
    if (flip) marks.push((thought - 1) * ids.length + column);
  }
  return {
    kind: 'matrix',
    id: 'drops',
    title: 'What each thought is worth to each problem',
    caption:
      `Drop of the right answer’s log-probability when the thought alone is ablated; the stronger the colour, the more: ` +
      `${fixed(cap, 1)} nats and above take the strongest. Dots: the answer flips (${flips}). ${subtitle} ` +
      'Choose a cell to open its problem.',
    rows: thoughtNames(thoughts),
    columns: ids,
    problems: ids,
    groups: groups.map(({ difficulty, start, end }) => ({ name: difficulty, start, end })),
    xTitle: '',
    yTitle: '',
    values,
    top: cap,
    diverging: false,
    form: { unit: 'nats', decimals: 2 },
    labelled: false,
    marks: marks.sort((a, b) => a - b),
    markMeans: 'the answer flips',
    notes: [],
    numbers: null,
  };
}
