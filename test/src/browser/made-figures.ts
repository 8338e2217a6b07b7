import type { Figure, PageContent, Panel } from '@codiscope/analysis';

import {
  bars,
  BELOW_ZERO,
  CURVES,
  estimate,
  forest,
  heads,
  HEATMAP,
  matrix,
  MEANS,
  NATS,
  PAIRS,
  PERCENT,
  PROBLEM_IDS,
  REPLICATION,
  scatter,
  STACK,
  STEPS,
  upTo,
  waterfall,
} from './made-panels.js';

function figure(name: string, title: string, panels: readonly Panel[], change: Partial<Figure> = {}): Figure {
  return {
    name,
    title,
    caption: `What is shown in ${name}, of whom and how many. n = 85 baseline-correct problems; 95 % intervals.`,
    footnote: null,
    panels,
    across: 1,
    legend: [],
    numbers: null,
    ...change,
  };
}

/** A figure of each kind and more, with the ends of what may come: they resemble those of a real run. */
export const MADE_FIGURES: readonly Figure[] = [
  figure('1_importance_by_position', 'Importance of each thought', [bars()], {
    numbers: {
      head: ['', 'flips', 'interval'],
      rows: upTo(6).map((thought) => [`Thought ${thought}`, `${thought} of 85`, '11.9 to <28.4 %>']),
    },
  }),
  figure('7_cumulative_curves', 'How many thoughts the answers need', [CURVES]),
  figure('2_importance_heatmap', 'What each thought is worth to each problem', [HEATMAP], {
    footnote: 'Approximate: the model was run in int8.',
  }),
  figure('2_few_problems', 'What each thought is worth to ten problems', [
    { ...matrix(6, 10, { problems: PROBLEM_IDS.slice(0, 10) }), columns: PROBLEM_IDS.slice(0, 10), labelled: false },
  ]),
  figure(
    '3_attention_vs_importance',
    'Attention against importance, layer 7',
    [scatter(['a  Pooled'], 510), scatter(['b  Within position'], 510, { line: null })],
    {
      across: 2,
      legend: upTo(6).map((thought) => ({ thought, text: `thought ${thought}: ${20 - thought} of 85 flip` })),
    },
  ),
  figure('4_correlation_by_position', 'Attention and importance inside each position', [bars({ title: ['a  Flips'] }), BELOW_ZERO], { across: 2 }),
  figure('5_interactions', 'Thoughts in pairs', [PAIRS]),
  figure('8_layer_head_map', 'Which heads’ attention goes with importance', [heads('a  Flips', 3, 6), heads('b  Drop', 3, 6)], { across: 2 }),
  figure('8_all_heads', 'All heads of a large model', [heads('64 layers of 64 heads', 64, 64)]),
  figure('9_attention_mass', 'Where the row that predicts the number looks', [STACK]),
  figure('11_logit_decomposition', 'What puts the right number ahead', [
    waterfall([
      ['embedding', 0.001],
      ['attention to other question tokens', 0.08],
      ['attention to thought 1', -0.4],
      ['attention to answer so far', 0.47],
      ...upTo(8).map((layer): [string, number] => [`MLP of layer ${layer - 1}`, 0.05 * layer * layer]),
    ]),
  ]),
  figure('12_method_comparison', 'The same thoughts ablated in different ways', [
    forest('a  Answers flipped', 6),
    forest('b  Mean drop of gold log-probability', 6, { form: NATS, xTitle: 'nats' }),
  ]),
  figure(
    '13_between_within_split',
    'Where the correlation of attention and importance comes from',
    [
      scatter(['a  All pairs', 'pooled r = −0.14 (naive p = 0.001)'], 510),
      MEANS,
      scatter(['c  Inside problems and thoughts', 'r = −0.08 (p = 0.137)'], 510, {
        xForm: { unit: 'rank', decimals: 2 },
        yForm: { unit: 'rank', decimals: 2 },
      }),
      waterfall(
        [
          ['between thoughts (b)', 0.936],
          ['within thoughts', 0.064],
        ],
        { title: ['Covariance (a)'], form: PERCENT, xTitle: '', legend: { up: '', down: '', total: '', beside: '' } },
      ),
    ],
    { across: 3 },
  ),
  figure('14_twin_patching', 'Which thought holds which value', [
    matrix(5, 15, {
      title: ['a  The twin’s thoughts in the problem'],
      rowTitle: 'First changed step',
      columnTitle: 'Patched thought',
      counts: upTo(75).map((number) => `${number}/42`),
      stair: [0, 1, 2, 3, 5],
    }),
  ]),
  figure(
    '15_steps_and_thoughts',
    'Thoughts and the steps of the problems',
    [
      STEPS,
      matrix(6, 6, {
        title: ['b  Thoughts that read a step’s result'],
        counts: upTo(36).map((number) => `${number}/100`),
        marks: [0, 7, 14, 21, 28, 35],
        mark: 'frame',
        markMeans: 'own step',
      }),
    ],
    { across: 2 },
  ),
  figure('replication_waterfall', 'What is left when flaws are mended', [REPLICATION]),
  figure('one_of_everything', 'The least there can be', [
    matrix(1, 1, { values: [[null]] }),
    forest('one column', 1, { groups: ['all'], rows: [{ name: 'only', group: 0, cells: [estimate(-0.2, 0.1)] }] }),
  ], { across: 2 }),
]; // prettier-ignore

/** What the page carries beside these figures: problems of which little is known. */
export function madeContent(change: Partial<PageContent> = {}): PageContent {
  const count = PROBLEM_IDS.length;
  const none = (...shape: number[]) => ({
    decimals: 3,
    shape,
    values: Array<null>(shape.reduce((product, length) => product * length, 1)).fill(null),
  });
  const all = <T>(value: T): T[] => PROBLEM_IDS.map(() => value);
  return {
    title: 'made-up figures',
    warnings: [],
    findings: [],
    figures: MADE_FIGURES,
    missing: [],
    facts: [],
    data: {
      thoughts: 6,
      lateLayer: 7,
      levels: ['2-step'],
      intervention: 'zero',
      problems: {
        ids: PROBLEM_IDS,
        questions: all('How many?'),
        levels: all(0),
        answers: all(4),
        stepCounts: all(2),
        steps: all([]),
        predicted: all(null),
        outputs: all(''),
        correct: all(0),
        analysed: all(1),
        goldLogProb: none(count),
      },
      ablation: { sets: [], answers: all([]), flips: all([]), drop: none(count, 0), margin: none(count, 0), kl: none(count, 0) },
      truncation: { cuts: [], answers: all([]), correct: all([]), goldLogProb: none(count, 0) },
      attention: { layers: [{ layer: 7, name: 'late' }], groups: ['bot'], mass: none(count, 1, 1), heads: none(count, 1, 1, 6) },
      lens: null,
      routing: null,
      decomposition: null,
      figures: MADE_FIGURES,
    },
    ...change,
  }; // prettier-ignore
}
