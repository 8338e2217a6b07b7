import { z } from 'zod';

import { resultHeader } from '../words/result-head.js';

/** A correlation that may not exist; then the reason says why. */
const correlationSchema = z.object({
  r: z.number().nullable(),
  p: z.number().nullable(),
  reason: z.string().nullable(),
});

const stageSchema = z.object({
  /** From 0: the origin as it was. */
  stage: z.number().int().min(0),
  /** What was mended since the stage before. */
  mended: z.string(),
  /** Problems that count. */
  problems: z.number().int(),
  /** The six columns of the table, such as "BOT" or "thought 3", as this stage has them. */
  slots: z.array(z.string()),
  /** What stands for importance: share of flips, or mean drop in nats, by slot. */
  outcome: z.enum(['flip', 'gold_log_prob_drop']),
  importance: z.array(z.number()),
  attention: z.array(z.number()),
  /** Over all pairs of problem and slot, as if independent: what the origin reports. */
  pooled: correlationSchema,
  /** Means of slots taken off. */
  within_position: correlationSchema,
  /** Of ranks inside slots, means of slots and of problems taken off; p by dealing out whole problems. */
  conditional: correlationSchema.extend({ interval: z.tuple([z.number(), z.number()]).nullable() }),
  /** Share of the pooled covariance that lies between slots; null where it has none. */
  between: z.number().nullable(),
  /** The number that a reader would take away at this stage: pooled, and conditional at the last. */
  headline: z.number().nullable(),
  /** What it would be taken to say, at the 5 % level. */
  conclusion: z.string(),
});

/** `results/replication_100.json`: the origin's protocol, and its flaws mended one at a time. */
export const replicationResultsSchema = z.object({
  ...resultHeader,
  kind: z.literal('replication'),
  /** Layer that is ablated, and layer whose attention is read. */
  layer: z.number().int(),
  attention_layer: z.number().int(),
  resampling: z.object({ resamples: z.number().int(), seed: z.number().int() }),
  stages: z.array(stageSchema),
});

/** The replication of a run. */
export type ReplicationResults = z.infer<typeof replicationResultsSchema>;
/** One stage of it. */
export type ReplicationStage = z.infer<typeof stageSchema>;

/** What one problem shows in the two protocols; lists have six entries, one a slot. */
export interface ReplicatedProblem {
  readonly id: string;
  readonly origin: {
    readonly correct: boolean;
    /** Whether zeroing all six slots makes it wrong: the origin kept only such problems. */
    readonly wrongWithoutAll: boolean;
    /** Of its "tokens" 0 to 5: BOT, thought 1 to 5. */
    readonly flips: readonly number[];
    /** Its window of the EOT row: thought 1 to 5, and EOT itself. */
    readonly window: readonly number[];
    /** The EOT row at the slots that are ablated: BOT, thought 1 to 5. */
    readonly aligned: readonly number[];
  };
  /** Five thoughts, and only the ablated slot changed: BOT, thought 1 to 5. */
  readonly five: { readonly correct: boolean; readonly flips: readonly number[] };
  /** The official rollout: thought 1 to 6. */
  readonly official: {
    readonly correct: boolean;
    readonly flips: readonly number[];
    /** Nats; null where the gold answer has no score. */
    readonly drops: readonly number[] | null;
    readonly eot: readonly number[];
    /** Null where the answer has no number. */
    readonly number: readonly number[] | null;
  };
}
