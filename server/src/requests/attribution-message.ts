import type { CodiTokenizer } from '@codiscope/models';
import {
  encodeTensor,
  type Attribution,
  type TokenAttribution as TokenAttributionMessage,
} from '@codiscope/proto';

import type { CapturedAttribution, TokenAttribution } from '../engine/captures/attribution-capture.js';
import { keyGroups } from '../engine/captures/key-groups.js';
import type { VariantPlan } from '../engine/rollout-plan.js';

/** How far the parts may be from the logit, relative to it (or to 1), before the result says so. */
const AGREEMENT = 1e-3;

/** An attribution as a message. */
export function attributionMessage(
  { position, shape, gold, rival }: CapturedAttribution,
  { thoughts, capture }: VariantPlan,
  tokenizer: CodiTokenizer,
): Attribution {
  const message = (part: TokenAttribution): TokenAttributionMessage => ({
    token: { token: part.token, piece: tokenizer.piece(part.token), logProb: part.logProb },
    logit: part.logit,
    attention: encodeTensor({ shape, data: part.attention }),
    mlp: encodeTensor({ shape: [part.mlp.length], data: part.mlp }),
    embedding: part.embedding,
    bias: part.bias,
  });
  return {
    position,
    keyGroups: capture?.attribution?.grouped ? keyGroups(thoughts) : [],
    gold: message(gold),
    rival: message(rival),
  };
}

/** Says so when the parts do not add up: then the slot itself was changed behind its parts. */
export function attributionWarning(attribution: CapturedAttribution | null): string[] {
  if (!attribution) return [];
  const total = (values: Float32Array): number => values.reduce((sum, value) => sum + value, 0);
  const apart = [attribution.gold, attribution.rival].some((part) => {
    const sum = total(part.attention) + total(part.mlp) + part.embedding + part.bias;
    return Math.abs(sum - part.logit) > AGREEMENT * Math.max(1, Math.abs(part.logit));
  });
  return apart
    ? [
        'the parts of the attribution do not add up to the logit: the slot that predicts the number was changed, or the model is computed in int8',
      ]
    : [];
}
