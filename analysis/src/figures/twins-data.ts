import { readersNote } from '../words/readers-note.js';
import type { Summary, TwinCell } from '../summary/index.js';
import { fixed } from '../summary/index.js';
import type { MatrixFigure, MatrixPanel } from './matrix-figure-data.js';

/** The data of figure 14: which thought holds the value that a twin changes; null without twins. */
export function twinFigure(summary: Summary): MatrixFigure | null {
  const { twins } = summary;
  if (twins === null || twins.both_correct === 0) return null;
  const place = twins.layer === null ? twins.site : `${twins.site} of layer ${twins.layer}`;
  return {
    title: 'Patching thoughts from a twin: which thought holds which value',
    subtitle:
      'A twin is the same problem with one number changed. Cells: share of pairs whose answer becomes the other one’s when the thoughts are ' +
      `patched at ${place} (later thoughts recomputed), and how many of how many. ${twins.both_correct} of ${twins.pairs} pairs are solved on both sides. ` +
      'Left of the line a single thought comes before the first changed step, where patching should do nothing.',
    footnote: readersNote(summary),
    panels: [
      panelOf(twins.from_twin, 'a  The twin’s thoughts in the problem'),
      panelOf(twins.from_problem, 'b  The problem’s thoughts in the twin'),
    ],
    diverging: false,
    scaleTitle: 'Answers that\nbecome the other’s',
    scaleLabels: ['0 %', '50 %', '100 %'],
    markLegend: 'Wilson interval\nabove 50 %',
    cellWidth: 50,
    cellHeight: 34,
    across: 1,
  };
}

function panelOf(cells: readonly TwinCell[], title: string): MatrixPanel {
  const steps = [...new Set(cells.map((cell) => cell.first_changed_step))];
  const sets = [...new Map(cells.map(({ thoughts }) => [thoughts.join('+'), thoughts])).entries()];
  return {
    title,
    rowTitle: 'First changed step',
    columnTitle: 'Patched thought',
    rows: steps.map(String),
    columns: sets.map(([name, thoughts]) =>
      thoughts.length > 2 ? `${thoughts[0] ?? ''}–${thoughts.at(-1) ?? ''}` : name,
    ),
    cells: steps.map((step) =>
      sets.map(([name]) => {
        const cell = cells.find(
          (each) => each.first_changed_step === step && each.thoughts.join('+') === name,
        );
        if (cell === undefined) return null;
        const { rate, count, n, wilson_95: interval } = cell.took_answer;
        return {
          share: rate,
          lines: rate === null ? ['–'] : [`${fixed(100 * rate, 0)} %`, `${count}/${n}`],
          marked: interval !== null && interval[0] > 0.5,
        };
      }),
    ),
    stair: steps.map((step) => step - 1),
  };
}
