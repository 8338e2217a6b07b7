import { readersNote } from '../words/readers-note.js';
import type { Difficulty } from '../words/difficulty.js';
import { DIFFICULTIES } from '../words/difficulty.js';
import type { AnalysedProblem, Summary } from '../summary/index.js';
import { interventionText } from '../summary/index.js';

/** One cell; `column` counts problems from 0, `drop` in nats. */
export interface HeatmapCell {
  readonly column: number;
  readonly thought: number;
  readonly drop: number;
  readonly flip: boolean;
}

/** Columns [start, end) of one difficulty. */
export interface HeatmapGroup {
  readonly difficulty: Difficulty;
  readonly start: number;
  readonly end: number;
}

/** What figure 2 shows. */
export interface ImportanceHeatmap {
  readonly title: string;
  readonly subtitle: string;
  readonly footnote: string | null;
  readonly cells: readonly HeatmapCell[];
  readonly groups: readonly HeatmapGroup[];
  /** Problem ids, column by column. */
  readonly ids: readonly string[];
  readonly thoughts: number;
  /** Drop at the dark end of the scale, in nats; larger ones take the same colour. */
  readonly cap: number;
  readonly anyAbove: boolean;
  readonly anyBelowZero: boolean;
  readonly flips: number;
}

const CAP_QUANTILE = 0.95;

/** 1, 2, 2.5 or 5 times a power of ten, the next one up. */
function roundedUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  const step = [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10].find((each) => value <= each * power * (1 + 1e-12)) ?? 10;
  return Number((step * power).toPrecision(2));
}

/** The data of figure 2: problems by difficulty, inside it by their total drop, the largest first. */
export function importanceHeatmap(summary: Summary, problems: readonly AnalysedProblem[]): ImportanceHeatmap {
  const total = ({ drops }: AnalysedProblem): number => drops.reduce((sum, drop) => sum + drop, 0);
  const ordered: AnalysedProblem[] = [];
  const groups: HeatmapGroup[] = [];
  for (const difficulty of DIFFICULTIES) {
    const members = problems.filter((problem) => problem.difficulty === difficulty);
    members.sort((a, b) => total(b) - total(a) || (a.id < b.id ? -1 : 1));
    if (members.length > 0) {
      groups.push({ difficulty, start: ordered.length, end: ordered.length + members.length });
    }
    ordered.push(...members);
  }
  const cells = ordered.flatMap(({ drops, flips }, column) =>
    drops.map((drop, index) => ({ column, thought: index + 1, drop, flip: flips[index] === 1 })),
  );
  const positive = cells.flatMap(({ drop }) => (drop > 0 ? [drop] : [])).sort((a, b) => a - b);
  const high = positive[Math.floor(CAP_QUANTILE * (positive.length - 1))] ?? 0;
  const cap = high > 0 ? roundedUp(high) : 1;
  const flips = cells.filter(({ flip }) => flip).length;
  return {
    title: 'What each thought is worth to each problem',
    footnote: readersNote(summary),
    subtitle:
      `Ablation: ${interventionText(summary.intervention)}. n = ${ordered.length} baseline-correct problems, by ` +
      'difficulty, in each the largest total drop first.',
    cells,
    groups,
    ids: ordered.map(({ id }) => id),
    thoughts: summary.thoughts,
    cap,
    anyAbove: cells.some(({ drop }) => drop > cap),
    anyBelowZero: cells.some(({ drop }) => drop < 0),
    flips,
  };
}
