import { centredColumns, rankWithinPositions } from '../../statistics/paired-table.js';
import type { FigureContent, NumberForm } from '../../words/figure.js';
import { correlationText, fixed, percent, pText } from '../../words/notation.js';
import { numberRow, type AnalysedProblem } from '../match-problems.js';
import type { Summary } from '../schema.js';
import { conditionalP, relationInside } from '../verdict.js';
import { lateAssociation, pairsOf, panelOf, pooledText, throughOrigin, type Pairs } from './pairs.js';

const RANK: NumberForm = { unit: 'rank', decimals: 1 };

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
