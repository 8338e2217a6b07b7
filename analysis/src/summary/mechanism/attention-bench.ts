import { z } from 'zod';

import type { ComparisonResults } from '../../results/comparison.js';
import type { PairedRow, Resampling } from '../../statistics/index.js';
import { conditionalAssociation, holm, rankWithinPositions } from '../../statistics/index.js';
import { intervalFields } from '../association.js';
import { bootstrapFields, permutationFields, reasonSchema } from '../../estimates/fields.js';

/** What may predict the effect of an arm. */
export const PREDICTORS = ['attention', 'value_norms'] as const;

const testSchema = z.object({
  layer: z.number().int(),
  /** Conditional r (within problem and position, of ranks) of predictor and drop, problems resampled or dealt out anew. */
  r: z.number().nullable(),
  ...bootstrapFields,
  ...permutationFields,
  /** Adjusted over the layers of this arm and predictor. */
  p_holm: z.number().nullable(),
  reason: reasonSchema,
});

/** Does attention weight, or the value-weighted norm, predict what each arm does to the gold log-probability? */
export const attentionBenchSchema = z.array(
  z.object({
    arm: z.string(),
    predictor: z.enum(PREDICTORS),
    problems: z.number().int(),
    layers: z.array(testSchema),
  }),
);

/** Does attention predict effects? One entry an arm and predictor. */
export type AttentionBench = z.infer<typeof attentionBenchSchema>;
type LayerTest = z.infer<typeof testSchema>;

/** Over the baseline-correct problems with scores and a row that predicts the number. */
export function benchAttention(
  { problems, arms, layers }: Pick<ComparisonResults, 'problems' | 'arms' | 'layers'>,
  resampling: Resampling,
): AttentionBench {
  return arms.flatMap(({ name }, arm) =>
    PREDICTORS.map((predictor) => {
      const usable = problems.flatMap((problem) => {
        const x = problem[predictor];
        const y = (problem.effects[arm] ?? []).flatMap(({ gold_log_prob_drop: drop }) => drop ?? []);
        const whole = y.length === problem.effects[arm]?.length;
        return problem.baseline_correct && x !== null && whole ? [{ x, y }] : [];
      });
      const tests = layers.map((layer, place) =>
        testOf(
          layer,
          usable.map(({ x, y }) => ({ x: x[place] ?? [], y })),
          resampling,
        ),
      );
      return { arm: name, predictor, problems: usable.length, layers: adjusted(tests) };
    }),
  );
}

function testOf(layer: number, table: readonly PairedRow[], resampling: Resampling): LayerTest {
  const { correlation, interval, permutation } = conditionalAssociation(
    rankWithinPositions(table),
    resampling,
  );
  return {
    layer,
    r: correlation.r,
    ...intervalFields(interval),
    permutation_p: permutation.p,
    permutation_reason: permutation.reason,
    p_holm: null,
    reason: correlation.reason,
  };
}

function adjusted(tests: readonly LayerTest[]): LayerTest[] {
  const family = holm(tests.flatMap(({ permutation_p: p }) => p ?? [])).values();
  return tests.map((test) => ({
    ...test,
    p_holm: test.permutation_p === null ? null : (family.next().value ?? null),
  }));
}
