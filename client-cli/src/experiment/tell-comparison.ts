import type { ComparisonResults } from '@codiscope/analysis';

import { table } from '../terminal/table.js';
import { mean, thoughtColumns } from './thought-columns.js';

/** Flips and costs of each arm by thought, and how far its vectors were moved, as tables. */
export function tellComparison({ problems, arms, thoughts }: ComparisonResults): string {
  const right = problems.filter(({ baseline_correct: correct }) => correct);
  type Effect = ComparisonResults['problems'][number]['effects'][number][number];
  const effects = (from: typeof problems, arm: number, thought: number): Effect[] =>
    from.flatMap((problem) => problem.effects[arm]?.[thought] ?? []);
  const columns = Array.from({ length: thoughts }, (_, thought) => thought);
  const meanOf = (arm: number, thought: number, read: (effect: Effect) => number | null): number | null => {
    const values = effects(problems, arm, thought).flatMap((effect) => read(effect) ?? []);
    return values.length === 0 ? null : mean(values);
  };
  const overall = (arm: number, read: (effect: Effect) => number | null): string => {
    const values = columns.flatMap((thought) => meanOf(arm, thought, read) ?? []);
    return values.length === 0 ? '' : mean(values).toFixed(2);
  };
  const flips = arms.map(({ name }, arm) => [
    name,
    ...columns.map((thought) => {
      const share = mean(effects(right, arm, thought).map(({ flip }) => flip));
      return `${(100 * share).toFixed(0)} %`;
    }),
    overall(arm, ({ norm_ratio: ratio }) => ratio),
    overall(arm, ({ distance }) => distance),
    overall(arm, ({ clean_distance: distance }) => distance),
  ]);
  const drops = arms.map(({ name }, arm) => [
    name,
    ...columns.map((thought) =>
      (meanOf(arm, thought, (effect) => effect.gold_log_prob_drop) ?? 0).toFixed(2),
    ),
  ]);
  return [
    `Answers that flip, of the ${right.length} of ${problems.length} problems with a right baseline; norm of what was put there to the clean norm; distance to the clean values (clean ones: about 1)`,
    table(['arm', ...thoughtColumns(thoughts), 'norm', 'distance', 'clean'], flips),
    '',
    'Drop of the gold log-probability in nats, mean over all problems',
    table(['arm', ...thoughtColumns(thoughts)], drops),
  ].join('\n');
}
