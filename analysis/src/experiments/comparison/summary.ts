import { z } from 'zod';

import { problemMeanSchema, shareSchema } from '../../estimates/fields.js';
import { omnibusFields, omnibusSchema } from '../../estimates/omnibus.js';
import { meanCell, problemMean } from '../../estimates/problem-mean.js';
import { shareOf } from '../../estimates/share.js';
import { cochranQ } from '../../statistics/rates.js';
import { mean } from '../../statistics/descriptive.js';
import { type Resampling } from '../../statistics/resampling.js';
import type { Table } from '../../words/figure.js';
import { fixed, percent } from '../../words/notation.js';
import { entryAt } from '../../words/required.js';
import { thoughtsUpTo } from '../../words/thought.js';
import type { SummaryContext } from '../experiment.js';
import { attentionBenchSchema, benchAttention, benchSentences } from './attention-bench.js';
import type { ComparisonResults } from './results.js';

const armSchema = z.object({
  name: z.string(),
  effect: z.enum(['total', 'direct', 'knockout']),
  thoughts: z.array(
    z.object({
      thought: z.number().int(),
      flips: shareSchema,
      /** Nats, over the problems with scores. */
      drop: problemMeanSchema,
    }),
  ),
  /** Whether the thoughts flip alike under this arm. */
  omnibus: omnibusSchema,
  /** Mean |vector put there| / |clean vector|; null for knockouts. */
  norm_ratio: z.number().nullable(),
  /** Mean distance to the clean cloud over that of clean vectors: above 1 lies outside. */
  relative_distance: z.number().nullable(),
  /** Mean distance of what was put there, and of the clean vectors, to the clean cloud. */
  distance: z.number().nullable(),
  clean_distance: z.number().nullable(),
});

/** Methods, sites and kinds of effect side by side. */
const comparisonSummarySchema = z.object({
  /** Baseline-correct problems. */
  problems: z.number().int(),
  arms: z.array(armSchema),
});

/** What the summary keeps of a comparison. */
export const comparisonFactsSchema = z.object({
  comparison: comparisonSummarySchema.nullable(),
  attention_bench: attentionBenchSchema.nullable(),
});

/** What the summary keeps of a comparison. */
export type ComparisonFacts = z.infer<typeof comparisonFactsSchema>;

/** Methods, sites and kinds of effect side by side. */
export type ComparisonSummary = z.infer<typeof comparisonSummarySchema>;

/** The facts of comparison results. */
export function summariseComparison(
  results: ComparisonResults,
  { resampling }: SummaryContext,
): ComparisonFacts {
  return {
    comparison: comparisonOf(results, resampling),
    attention_bench: benchAttention(results, resampling),
  };
}

/** Flips and drops of every arm and thought over the baseline-correct problems. */
function comparisonOf(
  { problems, arms, thoughts }: ComparisonResults,
  resampling: Resampling | null,
): ComparisonSummary {
  const right = problems.filter((problem) => problem.baseline_correct);
  return {
    problems: right.length,
    arms: arms.map(({ name, effect }, arm) => {
      const rows = right.map(({ effects }) => entryAt(effects, arm, `the effects of ${name}`));
      const cells = rows.flat();
      const clean = cells.flatMap(({ distance, clean_distance: own }) =>
        distance !== null && own !== null && own > 0 ? [distance / own] : [],
      );
      return {
        name,
        effect,
        thoughts: thoughtsUpTo(thoughts).map((thought, index) => {
          const own = rows.map((row) => entryAt(row, index, `the effect of thought ${thought}`));
          return {
            thought,
            flips: shareOf(own.map(({ flip }) => flip === 1)),
            drop: problemMean(
              own.flatMap(({ gold_log_prob_drop: drop }) => drop ?? []),
              resampling,
            ),
          };
        }),
        omnibus: omnibusFields(cochranQ(rows.map((row) => row.map(({ flip }) => flip)))),
        norm_ratio: meanOrNull(cells.flatMap(({ norm_ratio: ratio }) => ratio ?? [])),
        relative_distance: meanOrNull(clean),
        distance: meanOrNull(cells.flatMap(({ distance }) => distance ?? [])),
        clean_distance: meanOrNull(cells.flatMap(({ clean_distance: distance }) => distance ?? [])),
      };
    }),
  };
}

function meanOrNull(values: readonly number[]): number | null {
  return values.length === 0 ? null : mean(values);
}

/** Whether the methods agree on the most important thought, and what attention predicts of their effects. */
export function comparisonSentences({ comparison, attention_bench: bench }: ComparisonFacts): string[] {
  if (comparison === null) return [];
  const leaders = comparison.arms.map(({ name, thoughts }) => {
    const drops = thoughts.map(({ drop }) => drop.mean ?? -Infinity);
    return { name, leader: drops.indexOf(Math.max(...drops)) + 1 };
  });
  const byLeader = [...new Set(leaders.map(({ leader }) => leader))].map((leader) => {
    const names = leaders.filter((each) => each.leader === leader).map(({ name }) => name);
    return `thought ${leader} (${names.join('; ')})`;
  });
  const agree = byLeader.length === 1 ? 'Every way to ablate agrees on' : 'Ways to ablate do not agree on';
  return [
    `${agree} the thought with the largest mean drop: ${byLeader.join(', ')}.`,
    ...benchSentences(bench ?? []),
  ];
}

/** The comparison in short: flips and costs of each arm by thought, and how far its vectors were moved. */
export function tellComparison(results: ComparisonResults): (string | Table)[] {
  const { problems, arms } = comparisonOf(results, null);
  const thoughts = thoughtsUpTo(results.thoughts).map((thought) => `thought ${thought}`);
  const text = (value: number | null): string => (value === null ? '' : fixed(value, 2));
  return [
    `Answers that flip, of the ${problems} of ${results.problems.length} problems with a right baseline; norm of what was put there to the clean norm; distance to the clean values (clean ones: about 1)`,
    {
      head: ['arm', ...thoughts, 'norm', 'distance', 'clean'],
      rows: arms.map((arm) => [
        arm.name,
        ...arm.thoughts.map(({ flips: { rate } }) => (rate === null ? '–' : percent(rate))),
        text(arm.norm_ratio),
        text(arm.distance),
        text(arm.clean_distance),
      ]),
    },
    '',
    `Drop of the gold log-probability in nats, mean over the same ${problems} problems`,
    {
      head: ['arm', ...thoughts],
      rows: arms.map((arm) => [arm.name, ...arm.thoughts.map(({ drop }) => meanCell(drop, 2))]),
    },
  ];
}
