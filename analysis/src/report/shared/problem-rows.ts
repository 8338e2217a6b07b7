import { entryAt } from '../../words/required.js';
import type { ExplorerState, SortColumn } from './explorer-state.js';
import { valueAt } from './packed.js';
import type { ReportData } from './report-data.js';

/** One line of the explorer's table. */
export interface ProblemRow {
  /** The problem's place in the data. */
  readonly place: number;
  readonly id: string;
  readonly level: number;
  readonly answer: number;
  readonly predicted: number | null;
  readonly right: boolean;
  /** Thoughts that flip the answer when ablated alone, counted from 1. */
  readonly flipped: readonly number[];
  /** The largest drop of a single thought in nats, and which thought it is; null without scores. */
  readonly drop: { readonly value: number; readonly thought: number } | null;
  /** Id, question and answers in lower case, for the text filter. */
  readonly words: string;
}

/** The table's lines in the order of the data. */
export function problemRows({ problems, ablation }: ReportData): ProblemRow[] {
  const singles = ablation.sets.flatMap(([thought, ...others], set) =>
    thought === undefined || others.length > 0 ? [] : [{ set, thought }],
  );
  return problems.ids.map((id, place) => {
    const drops = singles.flatMap(({ set, thought }) => {
      const value = valueAt(ablation.drop, place, set);
      return value === null ? [] : [{ value, thought }];
    });
    const predicted = problems.predicted[place] ?? null;
    const answer = entryAt(problems.answers, place, `The answer of problem ${id}`);
    const question = entryAt(problems.questions, place, `The question of problem ${id}`);
    return {
      place,
      id,
      level: entryAt(problems.levels, place, `The level of problem ${id}`),
      answer,
      predicted,
      right: problems.correct[place] === 1,
      flipped: singles.filter(({ set }) => ablation.flips[place]?.[set] === 1).map(({ thought }) => thought),
      drop: drops.reduce<ProblemRow['drop']>(
        (most, next) => (most && most.value >= next.value ? most : next),
        null,
      ),
      words: `${id} ${question} ${answer} ${predicted ?? ''}`.toLowerCase(),
    };
  });
}

/** The lines that the filters leave, in their order. */
export function filterRows(
  rows: readonly ProblemRow[],
  levels: readonly string[],
  { level, right, flipped, text }: ExplorerState,
): ProblemRow[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return rows.filter(
    (row) =>
      (level === '' || levels[row.level] === level) &&
      (right === '' || row.right === (right === 'right')) &&
      (flipped === '' ||
        (flipped === 'none' ? row.flipped.length === 0 : row.flipped.includes(Number(flipped)))) &&
      words.every((word) => row.words.includes(word)),
  );
}

/** What a column sorts by; what is not there comes last in both directions. */
const KEYS: Record<SortColumn, (row: ProblemRow) => number | null> = {
  id: ({ place }) => place,
  level: ({ level }) => level,
  answer: ({ answer }) => answer,
  predicted: ({ predicted }) => predicted,
  right: ({ right }) => Number(right),
  flips: ({ flipped }) => flipped.length,
  drop: ({ drop }) => drop?.value ?? null,
};

/** The lines sorted by a column; equal ones stay in the order of the data. */
export function sortRows(rows: readonly ProblemRow[], column: SortColumn, descending: boolean): ProblemRow[] {
  const key = KEYS[column];
  return [...rows].sort((a, b) => {
    const [left, right] = [key(a), key(b)];
    if (left === null || right === null)
      return Number(left === null) - Number(right === null) || a.place - b.place;
    return (descending ? right - left : left - right) || a.place - b.place;
  });
}

/** Rows that a page key moves by. */
const PAGE = 10;

/** The row that a key leads to from row `here` of `count`; null for keys that do not move. */
export function nextPlace(key: string, here: number, count: number): number | null {
  const steps: Readonly<Record<string, number>> = {
    ArrowDown: 1,
    ArrowUp: -1,
    PageDown: PAGE,
    PageUp: -PAGE,
    Home: -count,
    End: count,
  };
  const step = steps[key];
  return step === undefined || count === 0 ? null : Math.min(count - 1, Math.max(0, here + step));
}
