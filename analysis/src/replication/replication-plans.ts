import type { CaptureInit, InterventionInit } from '@codiscope/proto';

import type { Problem } from '../datasets/problem.js';
import { originVariant } from '../experiments/ablation/variants.js';
import { attentionCapture } from '../experiments/attention/attention.js';
import { attentionRecord } from '../experiments/attention/results.js';
import { rolloutRecord } from '../experiments/rollout-record.js';
import { ownRequest, type PlannedVariant, type RolloutPlan } from '../experiments/rollout-plan.js';
import type { Protocol } from '../words/protocol.js';
import { thoughtsUpTo, type LayerIndex } from '../words/thought.js';

/** What the plans need to know. */
export interface ReplicationSettings {
  /** Layer whose output is ablated, at least 1. */
  readonly layer: LayerIndex;
  /** Layer whose attention is read. */
  readonly attentionLayer: LayerIndex;
  readonly thoughts: number;
  readonly maxNewTokens: number;
}

/** Ids of the variants: of the origin's "token" or the slot at index k, from 0. */
export const variantId = {
  baseline: 'baseline',
  all: 'all',
  slot: (index: number): string => `zero:${index + 1}`,
  five: 'five',
  fiveSlot: (index: number): string => `five:${index + 1}`,
} as const;

/** The four plans of a replication, by what they are read for. */
export function replicationPlans(
  problems: readonly Problem[],
  settings: ReplicationSettings,
): Record<'origin' | 'originAttention' | 'official' | 'officialAttention', RolloutPlan> {
  const { layer, attentionLayer, thoughts, maxNewTokens } = settings;
  const slots = thoughtsUpTo(thoughts);
  const rollouts = (
    experiment: string,
    protocol: Protocol,
    variants: readonly PlannedVariant[],
    capture?: CaptureInit,
  ): RolloutPlan => ({
    experiment,
    problems,
    requests: (problem) => [ownRequest(problem, variants, capture)],
    protocol,
    maxNewTokens,
    record: ({ gsm8k_id: id }, variant, rollout) => rolloutRecord(id, variant, rollout),
  });
  const rows = (experiment: string, protocol: Protocol): RolloutPlan => ({
    ...rollouts(experiment, protocol, [{ id: variantId.baseline }], attentionCapture([attentionLayer])),
    record: ({ gsm8k_id: id }, variant, rollout) => attentionRecord(id, variant, rollout),
  });
  const zero = (rest: InterventionInit): InterventionInit => ({
    layers: [layer],
    method: { $case: 'zero', value: {} },
    ...rest,
  });
  return {
    origin: rollouts('origin', 'origin', [
      { id: variantId.baseline },
      ...slots.map((slot, index) => originVariant(variantId.slot(index), [slot], layer, 'zero')),
      originVariant(variantId.all, slots, layer, 'zero'),
    ]),
    originAttention: rows('originattention', 'origin'),
    official: rollouts('mended', 'official', [
      { id: variantId.baseline },
      ...slots.map((slot, index) => ({
        id: variantId.slot(index),
        interventions: [zero({ thoughts: [slot] })],
      })),
      { id: variantId.five, thoughts: thoughts - 1 },
      ...slots.map((_, index) => ({
        id: variantId.fiveSlot(index),
        thoughts: thoughts - 1,
        interventions: [zero(index === 0 ? { bot: true } : { thoughts: [index] })],
      })),
    ]),
    officialAttention: rows('mendedattention', 'official'),
  };
}
