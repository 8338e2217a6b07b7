import { z } from 'zod';

import { problemHeader, refusedSchema, resultHeader } from '../../words/result-head.js';

/** The parts of a logit, or of the difference of two. They add up to it. */
export const logitPartsSchema = z.object({
  /** The token's text; of a difference "gold - rival". */
  piece: z.string(),
  logit: z.number(),
  /** Each layer's attention by group of source slots, summed over heads: [layers][groups]. */
  attention: z.array(z.array(z.number())),
  /** Each layer's attention by head, summed over source slots: [layers][heads]. */
  heads: z.array(z.array(z.number())),
  /** Each layer's MLP: [layers]. */
  mlp: z.array(z.number()),
  embedding: z.number(),
  bias: z.number(),
});

const problemDecompositionSchema = z.object({
  ...problemHeader,
  /** Of the gold answer's number token; null when the tokenizer has none for it. */
  gold: logitPartsSchema.nullable(),
  /** Of the strongest other token. */
  rival: logitPartsSchema.nullable(),
  /** gold - rival: what decides between them; its logit is the margin. */
  difference: logitPartsSchema.nullable(),
});

/** Whether the parts of every problem add up to their logits. */
export const additivitySchema = z.object({
  tolerance: z.number(),
  largest_error: z.number(),
  /** Problems in which they do not. */
  not_additive: z.array(z.string()),
});

/** `results/decomposition_100.json`: direct logit attribution of the number token. */
export const decompositionResultsSchema = z.object({
  ...resultHeader,
  kind: z.literal('decomposition'),
  /** Names of the groups: "question_numbers", "question_other", "bot", "thought_1", .., "eot", "answer". */
  groups: z.array(z.string()),
  layers: z.number().int().min(1),
  /** The control: parts must add up to their logit, relative to it (or to 1 where it is smaller). */
  additivity: additivitySchema,
  problems: z.array(problemDecompositionSchema),
  refused: refusedSchema,
});

/** The parts of a logit, or of the difference of two. */
export type LogitParts = z.infer<typeof logitPartsSchema>;
/** The decomposition results of a run. */
export type DecompositionResults = z.infer<typeof decompositionResultsSchema>;
/** The decomposition results of one problem. */
export type ProblemDecomposition = z.infer<typeof problemDecompositionSchema>;
