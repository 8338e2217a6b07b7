import { readersNote } from '../words/readers-note.js';
import type { Summary } from '../summary/index.js';
import { interventionText, percent } from '../summary/index.js';

/** One bar: the flip rate of a thought with its Wilson 95 % interval; shares. */
export interface ImportanceBar {
  readonly thought: number;
  readonly rate: number;
  readonly low: number;
  readonly high: number;
  readonly label: string;
}

/** What figure 1 shows. */
export interface ImportanceByPosition {
  readonly title: string;
  readonly subtitle: string;
  readonly footnote: string | null;
  readonly bars: readonly ImportanceBar[];
  /** What the axis has to reach, a share: the highest whisker and room for its label, at most 1. */
  readonly top: number;
}

/** The data of figure 1. */
export function importanceByPosition(summary: Summary): ImportanceByPosition {
  const bars = Object.values(summary.per_thought).flatMap(
    ({ importance_mean: rate, wilson_95: interval }, index) =>
      rate === null || interval === null
        ? []
        : [{ thought: index + 1, rate, low: interval[0], high: interval[1], label: percent(rate) }],
  );
  const highest = Math.max(0, ...bars.map(({ high }) => high));
  return {
    title: 'Importance of each continuous thought',
    footnote: readersNote(summary),
    subtitle:
      `Ablation: ${interventionText(summary.intervention)}. n = ${summary.num_problems.analysed} baseline-correct ` +
      `problems of ${summary.num_problems.total}. Whiskers: Wilson 95 % intervals.`,
    bars,
    top: Math.min(1, highest + 0.03),
  };
}
