import { readersNote } from '../words/readers-note.js';
import type { GameSummary, Summary } from '../summary/index.js';
import { fixed, interventionText } from '../summary/index.js';
import type { MatrixCell, MatrixFigure, MatrixPanel } from './matrix-figure-data.js';

/** The data of figure 6: how every two thoughts act together; null without the lattice. */
export function interactionFigure(summary: Summary): MatrixFigure | null {
  const { lattice } = summary;
  if (lattice === null || lattice.gold_log_prob.interactions.length === 0) return null;
  const panels = [
    panelOf(lattice.gold_log_prob, summary.thoughts, 'a  Gold log-probability (nats)', 1, 2),
    panelOf(lattice.accuracy, summary.thoughts, 'b  Accuracy (percentage points)', 100, 1),
  ];
  return {
    title: 'How thoughts act together: pairwise Shapley interactions',
    subtitle:
      'Above 0: two thoughts are worth more together than apart (both needed). Below 0: each stands in for the other. ' +
      `Ablated: ${interventionText(summary.intervention)}. n = ${lattice.problems} problems, right or wrong. ` +
      'Colours run to the largest value of each panel.',
    footnote: readersNote(summary),
    panels,
    diverging: true,
    scaleTitle: 'Interaction\nindex',
    scaleLabels: ['stand in', '0', 'both needed'],
    markLegend: 'interval of all\npairs together\nwithout 0',
    cellWidth: 46,
    cellHeight: 30,
    across: 2,
  };
}

function panelOf(
  { interactions }: GameSummary,
  thoughts: number,
  title: string,
  scale: number,
  decimals: number,
): MatrixPanel {
  const largest = Math.max(...interactions.map(({ value }) => Math.abs(value)), Number.MIN_VALUE);
  const names = Array.from({ length: thoughts }, (_, index) => String(index + 1));
  const cellOf = (first: number, second: number): MatrixCell | null => {
    const pair = interactions.find(({ thoughts: [a, b] }) => a === first && b === second);
    if (pair === undefined) return null;
    const interval = pair.interval_all_pairs;
    return {
      share: pair.value / largest,
      lines: [fixed(scale * pair.value, decimals)],
      marked: interval !== null && (interval[0] > 0 || interval[1] < 0),
    };
  };
  return {
    title,
    rowTitle: 'Thought',
    columnTitle: 'with thought',
    rows: names.slice(0, -1),
    columns: names.slice(1),
    cells: names
      .slice(0, -1)
      .map((_, row) => names.slice(1).map((__, column) => cellOf(row + 1, column + 2))),
  };
}
