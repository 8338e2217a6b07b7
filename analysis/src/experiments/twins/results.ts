import { z } from 'zod';

import { DIFFICULTIES } from '../../words/thought.js';
import { refusedSchema, resultHeader } from '../../words/result-head.js';

const patchSchema = z.object({
  /** The thoughts that were patched, counted from 1. */
  thoughts: z.array(z.number().int().min(1)).min(1),
  predicted_answer: z.number().nullable(),
  /** Whether the answer is now the one of the run that was patched from. */
  took_answer: z.boolean(),
  kept_answer: z.boolean(),
  /** Nats: log p(answer of the source) - log p(own answer), patched minus unpatched; null without scores. */
  shift: z.number().nullable(),
});

const patchedPairSchema = z.object({
  problem_id: z.string(),
  difficulty: z.enum(DIFFICULTIES),
  answer: z.number(),
  twin_answer: z.number(),
  /** First step whose result the changed number changes, from 1. */
  first_changed_step: z.number().int().min(1),
  /** By step: whether its result differs between the two. */
  step_changed: z.array(z.boolean()),
  /**
   * By step: the problem's answer if this step alone had the twin's result and all else followed; null when that leads
   * out of the range of values. What a patched thought that holds just this result should make of it.
   */
  patched_answers: z.array(z.number().nullable()),
  both_correct: z.boolean(),
  /** Twin's values put into the problem's run (noising). */
  from_twin: z.array(patchSchema),
  /** The problem's values put into the twin's run (denoising). */
  from_problem: z.array(patchSchema),
});

/** `results/twin_patching_100.json`: which thought holds which intermediate value. */
export const twinResultsSchema = z.object({
  ...resultHeader,
  kind: z.literal('twin_patching'),
  site: z.string(),
  layer: z.number().int().min(0).nullable(),
  pairs: z.array(patchedPairSchema),
  /** Problems without a twin, with the reason. */
  without_twin: z.array(z.object({ problem_id: z.string(), reason: z.string() })),
  refused: refusedSchema,
});

/** The twin patching results of a run. */
export type TwinResults = z.infer<typeof twinResultsSchema>;
/** The patches of one pair of twins. */
export type PatchedPair = z.infer<typeof patchedPairSchema>;
/** One patch and what became of the answer. */
export type TwinPatch = z.infer<typeof patchSchema>;
