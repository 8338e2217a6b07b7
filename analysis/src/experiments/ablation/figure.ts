import type { BarsPanel, FigureContent, MatrixPanel } from '../../words/figure.js';
import { fixed } from '../../words/notation.js';
import { intervalText } from '../../estimates/problem-mean.js';
import type { FigureRule, FigureWords } from '../experiment.js';
import type { GameSummary, LatticeSummary } from './lattice.js';
import type { AblationFacts } from './summary.js';

const LATTICE = 'every set of thoughts ablated (the sets "lattice")';

/** Figures 5 and 6: the lattice of ablations as a game of thoughts. */
export const ablationFigures: readonly FigureRule<AblationFacts>[] = [
  {
    name: '5_shapley',
    needs: LATTICE,
    make: ({ lattice }, words) => (lattice === null ? null : shapleyFigure(lattice, words)),
  },
  {
    name: '6_interactions',
    needs: `${LATTICE} of two thoughts or more`,
    make: ({ lattice }, words) =>
      lattice === null || lattice.gold_log_prob.interactions.length === 0
        ? null
        : interactionFigure(lattice, words),
  },
];

function shapleyFigure(
  { gold_log_prob: score, accuracy, sets, problems }: LatticeSummary,
  { intervention }: FigureWords,
): FigureContent {
  return {
    title: 'Shapley value of each continuous thought',
    caption:
      `What a thought adds to those already intact, averaged over all orders; ablated: ${intervention}. ` +
      `All ${sets} sets of thoughts, n = ${problems} problems, right or wrong. ` +
      'Whiskers: 95 % intervals, problems resampled, each for itself.',
    panels: [
      shapleyPanel(score, 'a  Gold log-probability', { unit: 'nats', decimals: 2 }),
      shapleyPanel(accuracy, 'b  Accuracy', { unit: 'percent', decimals: 1 }),
    ],
    across: 2,
    legend: [],
    numbers: {
      head: ['thought', 'nats', '95 % interval', 'points of accuracy', '95 % interval'],
      rows: score.shapley.map((entry, place) => {
        const other = accuracy.shapley[place];
        return [
          String(entry.thought),
          fixed(entry.value, 2),
          intervalText(entry.interval_95, 2),
          other === undefined ? '–' : fixed(100 * other.value, 1),
          other === undefined ? '–' : intervalText(other.interval_95, 1, 100),
        ];
      }),
    },
  };
}

function shapleyPanel(game: GameSummary, title: string, form: BarsPanel['form']): BarsPanel {
  const share = form.unit === 'percent';
  const text = (value: number): string => fixed(share ? 100 * value : value, form.decimals);
  return {
    kind: 'bars',
    title: [
      `${title}: ${text(game.gain.value)} in sum (from ${text(game.none.value)} to ${text(game.all.value)})`,
    ],
    by: 'thought',
    categories: game.shapley.map(({ thought }) => String(thought)),
    series: [
      {
        name: 'Shapley value',
        estimates: game.shapley.map(({ value, interval_95: interval }) => ({
          value,
          low: interval?.[0] ?? null,
          high: interval?.[1] ?? null,
        })),
        notes: [],
      },
    ],
    xTitle: 'Continuous thought',
    yTitle: `Shapley value (${share ? 'percentage points' : 'nats'})`,
    form,
  };
}

function interactionFigure(
  { gold_log_prob: score, accuracy, problems }: LatticeSummary,
  { intervention, thoughts }: FigureWords,
): FigureContent {
  return {
    title: 'How thoughts act together: pairwise Shapley interactions',
    caption:
      'Above 0: two thoughts are worth more together than apart (both needed). Below 0: each stands in for the other. ' +
      `Ablated: ${intervention}. n = ${problems} problems, right or wrong. ` +
      'Colours run to the largest value of each panel.',
    panels: [
      interactionPanel(score, thoughts, 'a  Gold log-probability (nats)', { unit: 'nats', decimals: 2 }),
      interactionPanel(accuracy, thoughts, 'b  Accuracy (percentage points)', {
        unit: 'percent',
        decimals: 1,
      }),
    ],
    across: 2,
    legend: [],
    numbers: {
      head: [
        'thoughts',
        'nats',
        '95 % interval of all pairs',
        'points of accuracy',
        '95 % interval of all pairs',
      ],
      rows: score.interactions.map((pair, place) => {
        const other = accuracy.interactions[place];
        return [
          pair.thoughts.join(' and '),
          fixed(pair.value, 2),
          intervalText(pair.interval_all_pairs, 2),
          other === undefined ? '–' : fixed(100 * other.value, 1),
          other === undefined ? '–' : intervalText(other.interval_all_pairs, 1, 100),
        ];
      }),
    },
  };
}

/** The upper half of a matrix of pairs; the other places stay empty. */
function interactionPanel(
  { interactions }: GameSummary,
  thoughts: number,
  title: string,
  form: MatrixPanel['form'],
): MatrixPanel {
  const names = Array.from({ length: thoughts }, (_, index) => String(index + 1));
  const [rows, columns] = [names.slice(0, -1), names.slice(1)];
  const pairs = rows.map((_, row) =>
    columns.map((__, column) =>
      interactions.find(({ thoughts: [first, second] }) => first === row + 1 && second === column + 2),
    ),
  );
  const places = (wanted: (pair: (typeof pairs)[number][number]) => boolean): number[] =>
    pairs.flat().flatMap((pair, place) => (wanted(pair) ? [place] : []));
  return {
    kind: 'matrix',
    title: [title],
    rows,
    columns,
    rowTitle: 'Thought',
    columnTitle: 'with thought',
    values: pairs.map((row) => row.map((pair) => pair?.value ?? null)),
    form,
    labelled: true,
    counts: [],
    notes: [],
    empty: places((pair) => pair === undefined),
    marks: places((pair) => {
      const interval = pair?.interval_all_pairs ?? null;
      return interval !== null && (interval[0] > 0 || interval[1] < 0);
    }),
    mark: 'frame',
    markMeans: 'interval of all pairs together without 0',
    top: Math.max(...interactions.map(({ value }) => Math.abs(value)), Number.MIN_VALUE),
    diverging: true,
    scaleTitle: ['Interaction', 'index'],
    scaleLabels: ['stand in', '0', 'both needed'],
    stair: [],
    problems: [],
    groups: [],
  };
}
