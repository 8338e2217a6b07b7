import type { FigureContent, MatrixPanel } from '../../words/figure.js';
import { correlationText, fixed, pText } from '../../words/notation.js';
import { SIGNIFICANCE_LEVEL } from '../../estimates/significance.js';
import type { HeadMap } from '../head-map.js';
import type { Summary } from '../schema.js';

/** With more heads than this the cells hold no numbers. */
const MOST_NUMBERED = 12;

/** Figure 8: which heads' attention goes with importance; null where no problem is left. */
export function layerHeadMap({
  head_map: map,
  num_problems: counts,
  thoughts,
}: Summary): FigureContent | null {
  if (map === null) return null;
  const { flips, gold_log_prob_drop: drops, layers, heads, permutations } = map;
  const strengths = [flips, drops].flatMap(({ r }) => r.flat().flatMap((value) => Math.abs(value ?? 0)));
  const top = Math.max(0.05, ...strengths);
  return {
    title: 'Which heads’ attention goes with importance',
    caption:
      'Conditional r of a head’s weight on a thought (row that predicts the number) and the thought’s importance: ranks inside each thought, ' +
      `means of problem and thought taken off both. n = ${counts.analysed} baseline-correct problems × ${thoughts} thoughts; ` +
      `p from ${permutations} deals of whole problems, Benjamini and Hochberg over ${layers.length * heads} heads.`,
    panels: [
      panelOf(map, flips, 'a  Flips', top),
      panelOf(map, drops, 'b  Drop of gold log-probability', top),
    ],
    across: heads <= MOST_NUMBERED ? 2 : 1,
    legend: [],
    numbers: {
      head: ['layer', 'measure', ...Array.from({ length: heads }, (_, head) => `head ${head}`)],
      rows: layers.flatMap((layer, place) =>
        (
          [
            ['flips', flips],
            ['drops', drops],
          ] as const
        ).map(([measure, { r }]) => [
          String(layer),
          measure,
          ...(r[place] ?? []).map((value) => (value === null ? '–' : correlationText(value))),
        ]),
      ),
    },
  };
}

function panelOf(
  { layers, heads }: HeadMap,
  { r, p, p_bh: adjusted, marked }: HeadMap['flips'],
  title: string,
  top: number,
): MatrixPanel {
  const end = fixed(top, 2);
  return {
    kind: 'matrix',
    title: [`${title}: ${marked} of ${layers.length * heads} marked`],
    rows: layers.map(String),
    columns: Array.from({ length: heads }, (_, head) => String(head)),
    rowTitle: 'Layer',
    columnTitle: 'Head',
    values: r,
    form: { unit: 'r', decimals: 2 },
    labelled: heads <= MOST_NUMBERED,
    counts: [],
    notes: p.flat().map((value) => (value === null ? '' : pText(value))),
    empty: [],
    marks: adjusted
      .flat()
      .flatMap((value, place) => (value !== null && value < SIGNIFICANCE_LEVEL ? [place] : [])),
    mark: 'frame',
    markMeans: 'false discovery rate below 5 %',
    top,
    diverging: true,
    scaleTitle: ['Conditional r'],
    scaleLabels: [`−${end}`, '0', end],
    stair: [],
    problems: [],
    groups: [],
  };
}
