import { z } from 'zod';

import { DIFFICULTIES } from '../../words/difficulty.js';
import { bootstrapFields, intervalSchema } from '../../estimates/fields.js';

const entry = { value: z.number(), ...bootstrapFields };
const thoughtValues = z.array(z.object({ thought: z.number().int(), ...entry }));
const curve = z.array(z.object({ intact: z.number().int(), ...entry }));

/** One game: v of a set of intact thoughts, the others ablated; the mean over problems. */
export const gameSchema = z.object({
  /** "nats" or "share of right answers". */
  unit: z.string(),
  /** v(no thought), v(all thoughts), and what there is to share out: their difference. */
  none: z.object(entry),
  all: z.object(entry),
  gain: z.object(entry),
  shapley: thoughtValues,
  /** |sum of the Shapley values - gain|: rounding, or the file is damaged. */
  efficiency_error: z.number(),
  /** In the order of thoughts: the steps of the prefix curve. */
  ordered_shapley: thoughtValues,
  /** v(all) - v(all but the thought). */
  single_removal: thoughtValues,
  /** v(the thought alone) - v(none). */
  leave_one_in: thoughtValues,
  /** v with the first, the last so many thoughts intact. */
  prefix: curve,
  suffix: curve,
  interactions: z.array(
    z.object({
      thoughts: z.array(z.number().int()),
      ...entry,
      /** Covers all pairs together with 95 % (Bonferroni). */
      interval_all_pairs: intervalSchema.nullable(),
    }),
  ),
  /** All 2^n sets, in the order of their bits. */
  moebius: z.array(z.object({ thoughts: z.array(z.number().int()), ...entry })),
});

/** The thoughts as players of a game, from the whole lattice of ablations. */
export const latticeSchema = z.object({
  /** Problems with every set, right or wrong without ablation: not selected on the outcome. */
  problems: z.number().int(),
  /** Problems without: "sets are missing" or "no score". */
  left_out: z.array(z.object({ problem_id: z.string(), reason: z.string() })),
  sets: z.number().int(),
  gold_log_prob: gameSchema,
  accuracy: gameSchema,
  /** Shapley values of the gold log-probability. */
  by_difficulty: z.partialRecord(
    z.enum(DIFFICULTIES),
    z.object({ problems: z.number().int(), shapley: thoughtValues }),
  ),
});

/** One game, summarised. */
export type GameSummary = z.infer<typeof gameSchema>;
/** The lattice, summarised. */
export type LatticeSummary = z.infer<typeof latticeSchema>;
