import { DIFFICULTIES } from '../../words/thought.js';
import { shortened, type MatrixPanel, type FigureContent } from '../../words/figure.js';
import { interventionText } from '../../words/intervention-text.js';
import { fixed, percent, percentInterval } from '../../words/notation.js';
import { entryAt } from '../../words/required.js';
import type { AnalysedProblem } from '../match-problems.js';
import type { Summary } from '../schema.js';

/** Figure 1: the flip rate of each thought. */
export function importanceByPosition(summary: Summary): FigureContent {
  const thoughts = Object.values(summary.per_thought);
  const { analysed, total } = summary.num_problems;
  return {
    title: 'Importance of each continuous thought',
    caption:
      `Ablation: ${interventionText(summary.intervention)}. n = ${analysed} baseline-correct ` +
      `problems of ${total}. Whiskers: Wilson 95 % intervals.`,
    panels: [
      {
        kind: 'bars',
        title: [],
        by: 'thought',
        categories: thoughts.map((_, index) => String(index + 1)),
        series: [
          {
            name: 'flips',
            estimates: thoughts.map(({ importance_mean: rate, wilson_95: interval }) =>
              rate === null ? null : { value: rate, low: interval?.[0] ?? null, high: interval?.[1] ?? null },
            ),
            notes: thoughts.map(({ flips, n }) => `${flips} of ${n} flip`),
          },
        ],
        xTitle: 'Continuous thought',
        yTitle: 'Importance: answers flipped (%)',
        form: { unit: 'percent', decimals: 1 },
      },
    ],
    across: 1,
    legend: [],
    numbers: {
      head: ['thought', 'flips', 'n', 'share', 'Wilson 95 %', 'mean drop (nats)'],
      rows: thoughts.map((thought, index) => [
        String(index + 1),
        String(thought.flips),
        String(thought.n),
        thought.importance_mean === null ? '–' : percent(thought.importance_mean),
        thought.wilson_95 === null ? '–' : percentInterval(thought.wilson_95),
        thought.gold_log_prob_drop_mean === null ? '–' : fixed(thought.gold_log_prob_drop_mean, 2),
      ]),
    },
  };
}

/** Drops beyond this quantile of the positive ones take the strongest colour. */
const CAP_QUANTILE = 0.95;

/** 1, 1.5, 2, .. times a power of ten, the next one up. */
function roundedUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  const step = [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10].find((each) => value <= each * power * (1 + 1e-12)) ?? 10;
  return Number((step * power).toPrecision(2));
}

/** Figure 2: what each thought is worth to each problem; problems by difficulty, the largest total drop first. */
export function importanceHeatmap(summary: Summary, problems: readonly AnalysedProblem[]): FigureContent {
  const { ordered, groups } = byDifficulty(problems);
  const thoughts = Array.from({ length: summary.thoughts }, (_, index) => String(index + 1));
  const drops = thoughts.map((_, place) => ordered.map((each) => entryAt(each.drops, place, 'a drop')));
  const marks = thoughts.flatMap((_, place) =>
    ordered.flatMap((each, column) => (each.flips[place] === 1 ? [place * ordered.length + column] : [])),
  );
  const positive = drops
    .flat()
    .filter((drop) => drop > 0)
    .sort((a, b) => a - b);
  const high = positive[Math.floor(CAP_QUANTILE * (positive.length - 1))];
  const top = high === undefined ? 1 : roundedUp(high);
  const panel: MatrixPanel = {
    kind: 'matrix',
    title: [],
    rows: thoughts,
    columns: ordered.map(({ id }) => id),
    rowTitle: 'Ablated thought',
    columnTitle: `Problem (n = ${ordered.length})`,
    values: drops.map((row) => row.map(shortened)),
    form: { unit: 'nats', decimals: 2 },
    labelled: false,
    counts: [],
    notes: [],
    empty: [],
    marks,
    mark: 'dot',
    markMeans: 'answer flips',
    top,
    diverging: false,
    scaleTitle: ['Drop of gold', 'log-prob. (nats)'],
    scaleLabels: [
      `${drops.flat().some((drop) => drop < 0) ? '≤ ' : ''}0`,
      String(top / 2),
      `${drops.flat().some((drop) => drop > top) ? '≥ ' : ''}${top}`,
    ],
    stair: [],
    problems: ordered.map(({ id }) => id),
    groups,
  };
  return {
    title: 'What each thought is worth to each problem',
    caption:
      `Ablation: ${interventionText(summary.intervention)}. n = ${ordered.length} baseline-correct problems, by ` +
      `difficulty, in each the largest total drop first. Dots: the answer flips (${marks.length} of ${drops.flat().length}).`,
    panels: [panel],
    across: 1,
    legend: [],
    numbers: null,
  };
}

function byDifficulty(problems: readonly AnalysedProblem[]): {
  ordered: readonly AnalysedProblem[];
  groups: MatrixPanel['groups'];
} {
  const total = ({ drops }: AnalysedProblem): number => drops.reduce((sum, drop) => sum + drop, 0);
  const ordered: AnalysedProblem[] = [];
  const groups: { name: string; start: number; end: number }[] = [];
  for (const difficulty of DIFFICULTIES) {
    const members = problems.filter((problem) => problem.difficulty === difficulty);
    members.sort((a, b) => total(b) - total(a) || (a.id < b.id ? -1 : 1));
    if (members.length > 0)
      groups.push({ name: difficulty, start: ordered.length, end: ordered.length + members.length });
    ordered.push(...members);
  }
  return { ordered, groups };
}
