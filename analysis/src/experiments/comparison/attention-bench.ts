import { z } from 'zod';

import type { ComparisonResults } from './results.js';
import type { PairedRow } from '../../statistics/paired-table.js';
import type { Resampling } from '../../statistics/resampling.js';
import { conditionalAssociation } from '../../statistics/association.js';
import { holm } from '../../statistics/multiple-testing.js';
import { rankWithinPositions } from '../../statistics/paired-table.js';
import { SIGNIFICANCE_LEVEL, adjustDefined } from '../../estimates/significance.js';
import {
  bootstrapFields,
  intervalFields,
  permutationFields,
  permutationFieldsOf,
  reasonSchema,
} from '../../estimates/fields.js';
import { correlationText, pText } from '../../words/notation.js';
import { entryAt } from '../../words/required.js';

/** What may predict the effect of an arm. */
const PREDICTORS = ['attention', 'value_norms'] as const;

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
        const effects = entryAt(problem.effects, arm, `the effects of ${name}`);
        const y = effects.flatMap(({ gold_log_prob_drop: drop }) => drop ?? []);
        const whole = y.length === effects.length;
        return problem.baseline_correct && x !== null && whole ? [{ x, y }] : [];
      });
      const tests = layers.map((layer, place) =>
        testOf(
          layer,
          usable.map(({ x, y }) => ({ x: entryAt(x, place, `the ${predictor} of layer ${layer}`), y })),
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
    ...permutationFieldsOf(permutation),
    p_holm: null,
    reason: correlation.reason,
  };
}

function adjusted(tests: readonly LayerTest[]): LayerTest[] {
  const family = adjustDefined(
    tests.map(({ permutation_p: p }) => p),
    holm,
  );
  return tests.map((test, place) => ({ ...test, p_holm: entryAt(family, place, 'the test of a layer') }));
}

/** What attention predicts of the effects of arms, a sentence a predictor. */
export function benchSentences(bench: AttentionBench): string[] {
  return PREDICTORS.flatMap((predictor) => {
    const own = bench.filter((each) => each.predictor === predictor);
    if (own.length === 0) return [];
    const name = predictor === 'attention' ? 'Attention weight' : 'The value-weighted norm';
    const found = own.flatMap(({ arm, layers }) => {
      const told = layers.flatMap(({ layer, r, p_holm: p }) =>
        r !== null && p !== null && p < SIGNIFICANCE_LEVEL ? [{ layer, r, p }] : [],
      );
      const [strongest] = told.toSorted((a, b) => Math.abs(b.r) - Math.abs(a.r));
      return strongest === undefined
        ? []
        : [
            `${arm} (layer ${strongest.layer}: conditional r = ${correlationText(strongest.r)}, Holm ${pText(strongest.p)}; ${told.length} of ${layers.length} layers)`,
          ];
    });
    return [
      found.length === 0
        ? `${name} predicts the effect of none of the ${own.length} arms inside problems and positions.`
        : `${name} goes with the effect of ${found.length} of ${own.length} arms inside problems and positions: ${found.join('; ')}.`,
    ];
  });
}
