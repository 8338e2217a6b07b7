import { readersNote } from '../words/readers-note.js';
import type { HeadMap, Summary } from '../summary/index.js';
import { correlationText, fixed } from '../summary/index.js';
import type { MatrixFigure, MatrixPanel } from './matrix-figure-data.js';

/** With more heads than this the cells hold no numbers. */
const MOST_NUMBERED = 12;

/** The data of figure 8: which heads' attention goes with importance; null where no problem is left. */
export function headMapFigure(summary: Summary): MatrixFigure | null {
  const { head_map: map } = summary;
  if (map === null) return null;
  const largest = Math.max(
    0.05,
    ...[map.flips, map.gold_log_prob_drop].flatMap(({ r }) => r.flat().map((value) => Math.abs(value ?? 0))),
  );
  const numbered = map.heads <= MOST_NUMBERED;
  const end = fixed(largest, 2);
  return {
    title: 'Which heads’ attention goes with importance',
    subtitle:
      'Conditional r of a head’s weight on a thought (row that predicts the number) and the thought’s importance: ranks inside each thought, ' +
      `means of problem and thought taken off both. n = ${summary.num_problems.analysed} baseline-correct problems × ${summary.thoughts} thoughts; ` +
      `p from ${map.permutations} deals of whole problems, Benjamini and Hochberg over ${map.layers.length * map.heads} heads.`,
    footnote: readersNote(summary),
    panels: [
      panelOf(map, map.flips, 'a  Flips', numbered, largest),
      panelOf(map, map.gold_log_prob_drop, 'b  Drop of gold log-probability', numbered, largest),
    ],
    diverging: true,
    scaleTitle: 'Conditional r',
    scaleLabels: [`−${end}`, '0', end],
    markLegend: 'false discovery\nrate below 5 %',
    cellWidth: numbered ? 38 : 15,
    cellHeight: numbered ? 24 : 15,
    across: numbered ? 2 : 1,
  };
}

function panelOf(
  { layers, heads }: HeadMap,
  { r, p_bh: adjusted, marked }: HeadMap['flips'],
  title: string,
  numbered: boolean,
  largest: number,
): MatrixPanel {
  return {
    title: `${title}: ${marked} of ${layers.length * heads} marked`,
    rowTitle: 'Layer',
    columnTitle: 'Head',
    rows: layers.map(String),
    columns: Array.from({ length: heads }, (_, head) => String(head)),
    cells: layers.map((_, layer) =>
      Array.from({ length: heads }, (__, head) => {
        const value = r[layer]?.[head] ?? null;
        const p = adjusted[layer]?.[head] ?? null;
        const sign = value !== null && value < -0.25 * largest ? ['−'] : [];
        return {
          share: value === null ? null : value / largest,
          lines: value === null ? (numbered ? ['–'] : []) : numbered ? [correlationText(value)] : sign,
          marked: p !== null && p < 0.05,
        };
      }),
    ),
  };
}
