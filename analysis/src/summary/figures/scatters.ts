import { centredWithin } from '../../statistics/descriptive.js';
import { rankWithinPositions } from '../../statistics/paired-table.js';
import { centredColumns } from '../../statistics/paired-table.js';
import {
  shortened,
  type Line,
  type NumberForm,
  type ScatterPanel,
  type FigureContent,
} from '../../words/figure.js';
import { correlationText, fixed, percent, pText } from '../../words/notation.js';
import { required } from '../../words/required.js';
import type { Association } from '../association-schema.js';
import { numberRow, type AnalysedProblem } from '../match-problems.js';
import type { Summary } from '../schema.js';
import { conditionalP, relationInside } from '../verdict.js';

const WEIGHT: NumberForm = { unit: 'weight', decimals: 4 };
const NATS: NumberForm = { unit: 'nats', decimals: 2 };
const RANK: NumberForm = { unit: 'rank', decimals: 1 };

/** The late layer's association of attention and flips; null where nothing was read. */
function lateAssociation({ overall_correlation: layers, late_layer: layer }: Summary) {
  return layers[`layer_${layer}`] ?? null;
}

/** The pairs of (problem, thought), problem by problem. */
interface Pairs {
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly thoughts: readonly number[];
  readonly flips: readonly (0 | 1)[];
  readonly problems: readonly string[];
}

function pairsOf(problems: readonly AnalysedProblem[], layer: number): Pairs {
  return {
    x: problems.flatMap((problem) => numberRow(problem, layer)),
    y: problems.flatMap(({ drops }) => drops),
    thoughts: problems.flatMap(({ drops }) => drops.map((_, place) => place + 1)),
    flips: problems.flatMap(({ flips }) => flips.map((flip) => (flip === 1 ? 1 : 0))),
    problems: problems.flatMap(({ id, drops }) => drops.map(() => id)),
  };
}

function panelOf(
  pairs: Pairs,
  line: Line | null,
  title: readonly string[],
  [xTitle, yTitle]: readonly [string, string],
  [xForm, yForm]: readonly [NumberForm, NumberForm] = [WEIGHT, NATS],
): ScatterPanel {
  return {
    kind: 'scatter',
    title,
    ...pairs,
    x: pairs.x.map(shortened),
    y: pairs.y.map(shortened),
    line,
    xTitle,
    yTitle,
    xForm,
    yForm,
    means: false,
  };
}

/** Through the origin: of values whose means are off. */
function throughOrigin(slope: number | null): Line | null {
  return slope === null ? null : { slope, intercept: 0 };
}

/** "pooled r = 0.19 (naive p = 0.022)" or why there is none. */
function pooledText({ r, p, reason }: Pick<Association, 'r' | 'p' | 'reason'>): string {
  return r === null || p === null
    ? `pooled r undefined (${reason ?? 'no reason'})`
    : `pooled r = ${correlationText(r)} (naive ${pText(p)})`;
}

/** "within-position r = −0.06 (permutation p = 0.2)" or why there is none. */
function withinText({ within_position: within }: Association): string {
  if (within.r === null || within.p === null)
    return `within-position r undefined (${within.reason ?? 'no reason'})`;
  const test =
    within.permutation_p === null ? `naive ${pText(within.p)}` : `permutation ${pText(within.permutation_p)}`;
  return `within-position r = ${correlationText(within.r)} (${test})`;
}

/** "conditional r = −0.08 (p = 0.13)" of ranks, with the p that verdicts rest on, or that there is none. */
function conditionalText(association: Association): string {
  const { r } = association.conditional_ranks;
  const p = conditionalP(association);
  return r === null || p === null
    ? 'conditional r undefined'
    : `conditional r = ${correlationText(r)} (${pText(p)})`;
}

/** By thought: how many of its points flip. */
function legendOf({ per_thought: perThought }: Summary): FigureContent['legend'] {
  return Object.values(perThought).map(({ flips, n }, index) => ({
    thought: index + 1,
    text: `thought ${index + 1}: ${flips} of ${n} flip`,
  }));
}

/** The correlations of all layers and measures as a table. */
function correlationTable({ overall_correlation: layers }: Summary): FigureContent['numbers'] {
  return {
    head: ['layer', 'measure', 'pooled r', 'within-position r', 'conditional r (ranks)', 'p'],
    rows: Object.entries(layers).flatMap(([key, flips]) =>
      [
        { measure: 'flips', each: flips },
        { measure: 'drops', each: flips.gold_log_prob_drop },
      ].map(({ measure, each }) => {
        const text = (r: number | null): string => (r === null ? '–' : correlationText(r));
        // For flips the logistic regression has a say too.
        const p = conditionalP(measure === 'flips' ? flips : each);
        return [
          key.replace('layer_', ''),
          measure,
          text(each.r),
          text(each.within_position.r),
          text(each.conditional_ranks.r),
          p === null ? '–' : pText(p),
        ];
      }),
    ),
  };
}

/**
 * Figure 3. A flip is yes or no, so it would be two lines of points: the drop of the gold log-probability is drawn, a
 * flip fills the marker, and both r are told. The second panel takes the mean of each thought off both axes: what is
 * left of the first one's line when positions no longer differ.
 */
export function attentionVsImportance(
  summary: Summary,
  problems: readonly AnalysedProblem[],
): FigureContent | null {
  const association = lateAssociation(summary);
  if (association === null) return null;
  const pairs = pairsOf(problems, summary.late_layer);
  const centred = {
    ...pairs,
    x: centredWithin(pairs.x, pairs.thoughts),
    y: centredWithin(pairs.y, pairs.thoughts),
  };
  const drop = association.gold_log_prob_drop;
  return {
    title: `Attention against importance, layer ${summary.late_layer}\n${pooledText(drop)}, ${withinText(drop)}`,
    caption:
      `n = ${pairs.x.length} pairs: ${problems.length} baseline-correct problems × ${summary.thoughts} thoughts, ` +
      'row that predicts the number, mean over heads. ' +
      `With flips (0 or 1) as importance: ${pooledText(association)}, ${withinText(association)}. ` +
      `Inside problems and positions, on ranks, which verdicts rest on: drops ${conditionalText(drop)}, flips ${conditionalText(association)}. ` +
      'A naive p takes all pairs as independent.',
    panels: [
      panelOf(
        pairs,
        drop.line,
        ['a  Pooled'],
        ['Attention on the thought (weight)', 'Drop of gold log-probability (nats)'],
      ),
      panelOf(
        centred,
        throughOrigin(drop.within_position.slope),
        ['b  Within position: each thought’s mean taken off'],
        ['Attention − its thought’s mean (weight)', 'Drop − its thought’s mean (nats)'],
      ),
    ],
    across: 2,
    legend: legendOf(summary),
    numbers: correlationTable(summary),
  };
}

/** Columns of small multiples: 2 x 3 panels for six thoughts. */
function columnsFor(panels: number): number {
  if (panels <= 3) return panels;
  if (panels === 4) return 2;
  return panels <= 9 ? 3 : 4;
}

/** Figure 4: inside one position no difference between positions can pose as a correlation. */
export function correlationByPosition(summary: Summary, problems: readonly AnalysedProblem[]): FigureContent {
  const pairs = pairsOf(problems, summary.late_layer);
  const panels = Object.values(summary.per_thought).map((thought, index) => {
    const own = <T>(values: readonly T[]): T[] =>
      values.filter((_, place) => pairs.thoughts[place] === index + 1);
    const { r, p, reason } = thought.drop_correlation;
    return panelOf(
      {
        x: own(pairs.x),
        y: own(pairs.y),
        thoughts: own(pairs.thoughts),
        flips: own(pairs.flips),
        problems: own(pairs.problems),
      },
      thought.drop_line,
      [
        `Thought ${index + 1} (${thought.flips} of ${thought.n} flip)`,
        r === null || p === null
          ? `r undefined: ${reason ?? 'no reason'}`
          : `r = ${correlationText(r)}, ${pText(p)}`,
      ],
      ['Attention (weight)', 'Drop (nats)'],
    );
  });
  return {
    title: `Attention against importance at each position, layer ${summary.late_layer}`,
    caption:
      `n = ${problems.length} baseline-correct problems in each panel; p by t, not adjusted for ${panels.length} panels. ` +
      'Attention: row that predicts the number, mean over heads. Filled: the answer flips. The axes differ.',
    panels,
    across: columnsFor(panels.length),
    legend: [],
    numbers: byPositionTable(summary),
  };
}

/** r of attention and drop inside each position, of every layer that was read. */
function byPositionTable({ per_thought_by_layer: layers, thoughts }: Summary): FigureContent['numbers'] {
  const entries = Object.entries(layers);
  return {
    head: ['thought', ...entries.map(([key]) => `r in ${key.replace('_', ' ')}`)],
    rows: Array.from({ length: thoughts }, (_, index) => [
      String(index + 1),
      ...entries.map(([key, byThought]) => {
        const found = required(byThought[`thought_${index + 1}`], `thought ${index + 1} in ${key}`);
        const { r, p, reason } = found.drop_correlation;
        return r === null || p === null ? (reason ?? '–') : `${correlationText(r)} (${pText(p)})`;
      }),
    ]),
  };
}

/** Figure 13: how a pooled correlation comes apart; null without attention at the late layer. */
export function covarianceSplit(
  summary: Summary,
  problems: readonly AnalysedProblem[],
): FigureContent | null {
  const late = lateAssociation(summary)?.gold_log_prob_drop;
  if (late === undefined || problems.length === 0) return null;
  const pairs = pairsOf(problems, summary.late_layer);
  const { means, r, line } = late.between_positions;
  const p = conditionalP(late);
  const rest =
    late.conditional_ranks.r === null || p === null
      ? 'r undefined'
      : `r = ${correlationText(late.conditional_ranks.r)} (${pText(p)})`;
  const { between, within } = late.covariance_split;
  const meanPanel = panelOf(
    {
      x: means.map(({ attention }) => attention),
      y: means.map(({ importance }) => importance),
      thoughts: means.map(({ thought }) => thought),
      flips: means.map(() => 1 as const),
      problems: [],
    },
    line,
    ['b  Thoughts’ means only', `r = ${r === null ? '–' : correlationText(r)} (${means.length} points)`],
    ['Mean attention (weight)', 'Mean drop (nats)'],
  );
  return {
    title: `Where the correlation of attention and importance comes from, layer ${summary.late_layer}`,
    caption:
      'The same pairs three times. b keeps only how thoughts differ on average; c takes that and the problems’ means off, on ranks inside each thought. ' +
      `Only c can tell whether attention goes with importance. n = ${problems.length} baseline-correct problems × ${summary.thoughts} thoughts, drop of gold log-probability; p: whole problems dealt out anew. ` +
      conclusionOf(relationInside(late), between),
    panels: [
      panelOf(pairs, late.line, ['a  All pairs', pooledText(late)], ['Attention (weight)', 'Drop (nats)']),
      {
        ...meanPanel,
        x: means.map(({ attention }) => attention),
        y: means.map((each) => each.importance),
        means: true,
      },
      panelOf(
        insidePairs(pairs, problems, summary.late_layer),
        throughOrigin(late.conditional_ranks.slope),
        ['c  Inside problems and thoughts', rest],
        ['Attention rank, means off', 'Drop rank, means off'],
        [RANK, RANK],
      ),
      ...(between === null || within === null ? [] : [splitPanel(between, within)]),
    ],
    across: 3,
    legend: means.map(({ thought }) => ({ thought, text: `thought ${thought}` })),
    numbers: {
      head: ['thought', 'mean attention', 'mean drop (nats)'],
      rows: means.map(({ thought, attention, importance }) => [
        String(thought),
        fixed(attention, 4),
        fixed(importance, 3),
      ]),
    },
  };
}

/** Ranks inside each thought, means of problems and thoughts off. */
function insidePairs(pairs: Pairs, problems: readonly AnalysedProblem[], layer: number): Pairs {
  const table = problems.map((problem) => ({ x: numberRow(problem, layer), y: problem.drops }));
  const { x, y } = centredColumns(rankWithinPositions(table), 'both');
  return { ...pairs, x: Array.from(x), y: Array.from(y) };
}

/** Both parts of the covariance from 0: to the right what adds to it, to the left what takes from it. */
function splitPanel(between: number, within: number): FigureContent['panels'][number] {
  const step = (name: string, value: number) => ({
    name,
    from: 0,
    to: value,
    label: [percent(value)],
    total: false,
    beside: null,
  });
  return {
    kind: 'waterfall',
    title: ['Covariance (a)'],
    steps: [step('between thoughts (b)', between), step('within thoughts', within)],
    xTitle: 'Share of the covariance of all pairs',
    form: { unit: 'percent', decimals: 0 },
    legend: { up: 'adds to it', down: 'takes from it', total: '', beside: '' },
  };
}

function conclusionOf(inside: boolean | null, between: number | null): string {
  const share =
    between === null ? '' : ` ${percent(between)} of the pooled covariance lies between thoughts.`;
  if (inside === null) return `Whether anything is left inside problems and thoughts cannot be said.${share}`;
  return inside
    ? `A relation is left inside problems and thoughts (c): an association, not yet a cause.${share}`
    : `No relation is found inside problems and thoughts (c).${share}`;
}
