import { z } from 'zod';

import {
  bootstrapFields,
  correlationSchema,
  intervalSchema,
  permutationFields,
  reasonSchema,
} from '../estimates/fields.js';

/** Two one-sided tests that the conditional correlation of ranks is smaller than one that would matter. */
const equivalenceSchema = z.object({
  /** The smallest |r| that would matter, declared beforehand. */
  smallest_r: z.number(),
  /** Independent pairs that the residuals are worth. */
  pairs: z.number(),
  /** The larger of the two one-sided p, by Fisher's z. */
  p: z.number().nullable(),
  /** 90 % percentile interval, problems resampled. */
  interval_90: intervalSchema.nullable(),
  /** Whether |r| is shown to be smaller: p < 0.05 and the interval lies inside. Null where it cannot be said. */
  shown_smaller: z.boolean().nullable(),
  reason: reasonSchema,
});

/** Least squares of importance on attention: slope in units of importance a unit of attention; null where there is none. */
const lineSchema = z.object({ slope: z.number(), intercept: z.number() }).nullable();

/** How attention goes with one measure of importance at one layer. */
const associationSchema = correlationSchema.extend({
  ...bootstrapFields,
  /** Over all pairs. */
  line: lineSchema,
  /** Over the thoughts' means: how thoughts differ on average. */
  between_positions: z.object({
    means: z.array(z.object({ thought: z.number().int(), attention: z.number(), importance: z.number() })),
    r: z.number().nullable(),
    reason: reasonSchema,
    line: lineSchema,
  }),
  spearman: correlationSchema,
  /**
   * Both minus the mean of their thought: what remains when positions no longer differ. `permutation_p`: whole
   * problems dealt out anew, so that the thoughts of a problem stay together. `slot_permutation_p`: attention
   * shuffled among problems inside each thought on its own. Hard problems that draw attention still make it.
   */
  within_position: correlationSchema.extend({
    ...bootstrapFields,
    ...permutationFields,
    slot_permutation_p: z.number().nullable(),
    /** Of least squares through the thoughts' means. */
    slope: z.number().nullable(),
  }),
  /** Both minus the mean of their problem. Thoughts permuted inside each problem. */
  within_problem: correlationSchema.extend(permutationFields),
  /**
   * Both minus the means of their problem and of their thought: the coefficient of a two-way fixed-effects
   * regression, standardised. Neither positions nor hard problems can make it, as long as they add to the weights; where
   * they multiply them, the thoughts with the largest weights still show the problem. `permutation_p`: whole problems
   * dealt out anew.
   */
  conditional: correlationSchema.extend({
    /** Units of importance per unit of attention. */
    slope: z.number().nullable(),
    ...bootstrapFields,
    ...permutationFields,
  }),
  /** The same of ranks inside each thought (of flips only the attention is ranked): verdicts rest on it. */
  conditional_ranks: correlationSchema.extend({
    ...bootstrapFields,
    ...permutationFields,
    /** Units of rank per unit of rank; of flips: of flip. */
    slope: z.number().nullable(),
  }),
  equivalence: equivalenceSchema,
  /** Rows that the thoughts of one problem are worth: 1 + (thoughts - 1) x the product of the two ICCs. */
  clustering: z.object({
    attention_icc: z.number().nullable(),
    importance_icc: z.number().nullable(),
    design_effect: z.number().nullable(),
    effective_pairs: z.number().nullable(),
    reason: reasonSchema,
  }),
  /** Shares of the pooled covariance between and within positions; they sum to 1. */
  covariance_split: z.object({
    between: z.number().nullable(),
    within: z.number().nullable(),
    reason: reasonSchema,
  }),
  /** The pooled correlation without the thought whose means contribute most to the covariance. */
  without_strongest_position: correlationSchema.extend({ thought: z.number().int().nullable() }),
  leave_one_thought_out: z.array(
    z.object({
      thought: z.number().int(),
      pooled: correlationSchema,
      within_position: correlationSchema,
      within_problem: correlationSchema,
    }),
  ),
});

const logisticSchema = z.object({
  /** Log odds per unit of attention, with Wald's error, z, p and 95 % interval. */
  coefficient: z.number().nullable(),
  standard_error: z.number().nullable(),
  z: z.number().nullable(),
  p: z.number().nullable(),
  interval_95: intervalSchema.nullable(),
  /** Of attention within problem and position; odds_ratio is per such deviation. */
  deviation: z.number().nullable(),
  odds_ratio: z.number().nullable(),
  /** Problems with some but not all thoughts flipping. */
  informative: z.number().int(),
  /** Thoughts that take no part: among these problems they flip never, or always. */
  left_out: z.array(z.number().int()),
  reason: reasonSchema,
});

/** What only a yes-or-no outcome has. */
const flipFieldsSchema = z.object({
  /** Chance that a thought that flips gets more attention than one that does not; pooled, so p is naive. */
  auc: z.object({
    auc: z.number().nullable(),
    p: z.number().nullable(),
    positives: z.number().int(),
    negatives: z.number().int(),
    ...bootstrapFields,
    reason: reasonSchema,
  }),
  /** Flip ~ attention + thought, conditional on the number of flips of the problem. */
  conditional_logistic: logisticSchema,
  /** The same with attention ranked inside each thought: verdicts rest on it. */
  conditional_logistic_ranks: logisticSchema,
});

/** Attention of one query row at one layer against flips, with the continuous measure beside it. */
export const layerAssociationSchema = associationSchema.extend({
  ...flipFieldsSchema.shape,
  p_note: z.string(),
  /** The same against the drop of the gold answer's log-probability (the primary continuous measure). */
  gold_log_prob_drop: associationSchema,
});

/** Attention against one measure of importance at one layer. */
export type Association = z.infer<typeof associationSchema>;
/** What only flips have. */
export type FlipFields = z.infer<typeof flipFieldsSchema>;
/** Attention against flips at one layer, with the continuous measure beside it. */
export type LayerAssociation = z.infer<typeof layerAssociationSchema>;
