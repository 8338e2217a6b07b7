import { shareCell } from '../../estimates/share.js';
import type { MatrixPanel } from '../../words/figure.js';
import type { FigureRule } from '../experiment.js';
import { setText, twinPlaceText, type TwinCell, type TwinFacts } from './summary.js';

/** Figure 14: which thought holds the value that a twin changes. */
export const twinFigures: readonly FigureRule<TwinFacts>[] = [
  {
    name: '14_twin_patching',
    needs: 'twin patching results',
    make: ({ twins }) => {
      if (twins === null || twins.both_correct === 0) return null;
      return {
        title: 'Patching thoughts from a twin: which thought holds which value',
        caption:
          'A twin is the same problem with one number changed. Cells: share of pairs whose answer becomes the other one’s when the thoughts are ' +
          `patched at ${twinPlaceText(twins)} (later thoughts recomputed), and how many of how many. ${twins.both_correct} of ${twins.pairs} pairs are solved on both sides. ` +
          'Left of the line a single thought comes before the first changed step, where patching should do nothing.',
        panels: [
          panelOf(twins.from_twin, 'a  The twin’s thoughts in the problem'),
          panelOf(twins.from_problem, 'b  The problem’s thoughts in the twin'),
        ],
        across: 1,
        legend: [],
        numbers: {
          head: ['patched', 'first changed step', 'from the twin', 'from the problem'],
          rows: twins.from_twin.map((cell, place) => {
            const other = twins.from_problem[place];
            return [
              setText(cell.thoughts),
              String(cell.first_changed_step),
              shareCell(cell.took_answer),
              other === undefined ? '–' : shareCell(other.took_answer),
            ];
          }),
        },
      };
    },
  },
];

function panelOf(cells: readonly TwinCell[], title: string): MatrixPanel {
  const steps = [...new Set(cells.map((cell) => cell.first_changed_step))];
  const sets = [...new Map(cells.map(({ thoughts }) => [thoughts.join('+'), thoughts])).entries()];
  const found = steps.map((step) =>
    sets.map(([name]) =>
      cells.find((each) => each.first_changed_step === step && each.thoughts.join('+') === name),
    ),
  );
  const shares = found.flat().map((cell) => cell?.took_answer);
  return {
    kind: 'matrix',
    title: [title],
    rows: steps.map(String),
    columns: sets.map(([, thoughts]) => setText(thoughts).replace(' to ', '–').replace(' and ', '+')),
    rowTitle: 'First changed step',
    columnTitle: 'Patched thought',
    values: found.map((row) => row.map((cell) => cell?.took_answer.rate ?? null)),
    form: { unit: 'percent', decimals: 0 },
    labelled: true,
    counts: shares.map((share) =>
      share === undefined || share.rate === null ? '' : `${share.count}/${share.n}`,
    ),
    notes: [],
    empty: shares.flatMap((share, place) => (share === undefined ? [place] : [])),
    marks: shares.flatMap((share, place) => ((share?.wilson_95?.[0] ?? 0) > 0.5 ? [place] : [])),
    mark: 'frame',
    markMeans: 'Wilson interval above 50 %',
    top: 1,
    diverging: false,
    scaleTitle: ['Answers that', 'become the other’s'],
    scaleLabels: ['0 %', '50 %', '100 %'],
    stair: steps.map((step) => step - 1),
    problems: [],
    groups: [],
  };
}
