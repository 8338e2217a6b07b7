import type { RolloutRecord } from '../rollout-record.js';

/** One kind of warning, in the words of its first case. */
export interface WarningCount {
  readonly problems: number;
  readonly first_problem_id: string;
  readonly warning: string;
}

/** Warnings that differ only in the words and numbers that they quote count as one kind. */
function kindOf(warning: string): string {
  return warning.replace(/("[^"]*"(, )?)+/g, '"…"').replace(/-?\d+(\.\d+)?/g, '#');
}

/** How many problems each kind of warning concerns, the most frequent first. */
export function countWarnings(
  records: readonly Pick<RolloutRecord, 'problem_id' | 'warnings'>[],
): WarningCount[] {
  const counts = new Map<string, { problems: number; first_problem_id: string; warning: string }>();
  for (const { problem_id, warnings } of records) {
    for (const warning of warnings) {
      const known = counts.get(kindOf(warning));
      if (known) known.problems++;
      else counts.set(kindOf(warning), { problems: 1, first_problem_id: problem_id, warning });
    }
  }
  return [...counts.values()].sort((a, b) => b.problems - a.problems);
}
