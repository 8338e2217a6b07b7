import type { Checkpoint, CodiTokenizer } from '@codiscope/models';
import {
  AttentionQuery,
  encodeTensor,
  FinishReason,
  type AttentionRow,
  type Rollout,
  type Scores,
  type TokenProbability,
} from '@codiscope/proto';

import type { CapturedAttention } from '../engine/captures/attention-capture.js';
import type { AttentionPlan } from '../engine/captures/capture-plan.js';
import { keyGroups } from '../engine/captures/key-groups.js';
import type { TokenLogProb } from '../engine/distribution.js';
import type { FinishedVariant } from '../engine/engine.js';
import type { VariantPlan } from '../engine/rollout-plan.js';
import type { VariantOutcome } from '../engine/variant-outcome.js';
import { numberToken, predictedNumber, sameNumber } from './answer-number.js';
import { attributionMessage, attributionWarning } from './attribution-message.js';
import { measureMove, slotMessage } from './off-manifold.js';
import { originNumber, originSame } from './origin-answer.js';
import type { ResolvedRequest } from './resolve-request.js';
import { siteOf } from './sites.js';

/** An outcome in tokens and numbers as the message that the client gets. */
export function finishRollout(
  { outcome, queuedMs, computedMs }: FinishedVariant,
  variant: VariantPlan,
  request: ResolvedRequest,
  { tokenizer, architecture }: Pick<Checkpoint, 'tokenizer' | 'architecture'>,
): Rollout {
  const text = tokenizer.decode(outcome.tokens);
  const predicted = request.origin ? originNumber(text) : predictedNumber(text);
  const same = request.origin ? originSame : sameNumber;
  const eot = request.questionTokens + 1 + variant.thoughts;
  const warnings = [...request.warnings, ...attributionWarning(outcome.attribution)];
  const tokens = (top: readonly TokenLogProb[]): TokenProbability[] =>
    top.map(({ token, logProb }) => ({ token, piece: tokenizer.piece(token), logProb }));
  return {
    tokens: [...outcome.tokens],
    text,
    predicted: predicted ?? undefined,
    correct: request.gold === null ? undefined : predicted !== null && same(predicted, request.gold),
    finishReason: outcome.finish === 'eos' ? FinishReason.EOS : FinishReason.LIMIT,
    scores: scoresOf(outcome, request),
    layout: {
      questionTokens: request.questionTokens,
      bot: request.questionTokens,
      thoughts: variant.thoughts,
      eot,
    },
    attention: attentionRows(outcome, variant, tokenizer, warnings),
    residuals: outcome.residuals.map(({ plan, slots, values, shape }) => ({
      site: siteOf(plan.site),
      layers: [...plan.layers],
      values: encodeTensor({ shape, data: values }),
      slots: slots.map(slotMessage),
    })),
    logits: logitsOf(outcome),
    lens: outcome.lens.map(({ thought, layer, top }) => ({ thought, layer, top: tokens(top) })),
    nextTokens: outcome.nextTokens.map(({ slot, top }) => ({
      number: slot.number + 1,
      position: slot.position,
      top: tokens(top),
    })),
    attribution: outcome.attribution
      ? attributionMessage(outcome.attribution, variant, tokenizer)
      : undefined,
    offManifold: outcome.moved.map((moved) => measureMove(moved, request.cloud, architecture.headDim)),
    warnings,
    timings: { queuedMs, computedMs, batchRows: outcome.batchRows },
  };
}

function scoresOf({ scores }: VariantOutcome, { forced }: ResolvedRequest): Scores | undefined {
  if (!scores || !forced) return undefined;
  return {
    goldLogProb: scores.goldTokenLogProbs.reduce((sum, logProb) => sum + logProb, 0),
    goldTokenLogProbs: [...scores.goldTokenLogProbs],
    goldTokens: forced.tokens.slice(forced.goldFrom),
    margin: scores.margin,
    klFromBaseline: scores.klFromBaseline,
  };
}

function logitsOf({ logits, tokens }: VariantOutcome): Rollout['logits'] {
  if (!logits) return undefined;
  return encodeTensor({ shape: [tokens.length, logits.length / tokens.length], data: logits });
}

function attentionRows(
  outcome: VariantOutcome,
  variant: VariantPlan,
  tokenizer: CodiTokenizer,
  warnings: string[],
): AttentionRow[] {
  const plan = variant.capture?.attention;
  if (!plan) return [];
  const row = (
    query: AttentionQuery,
    { query: slot, shape, weights, valueNorms }: CapturedAttention,
  ): AttentionRow => ({
    query,
    number: slot.number,
    position: slot.position,
    layers: [...plan.layers],
    keyGroups: plan.grouped ? keyGroups(variant.thoughts) : [],
    weights: encodeTensor({ shape, data: weights }),
    valueNorms: valueNorms ? encodeTensor({ shape, data: valueNorms }) : undefined,
  });
  const rows = outcome.attention.flatMap((captured) => {
    const query = queryOf(captured, plan);
    return query === null ? [] : [row(query, captured)];
  });
  if (plan.number) {
    const token = numberToken(outcome.tokens.length, (count) =>
      tokenizer.decode(outcome.tokens.slice(0, count)),
    );
    // The token's predecessor predicts it: answer token j - 1, or EOT for the first.
    const captured = outcome.attention.find(
      ({ query: { kind, number } }) => (kind === 'eot' || kind === 'answer') && number === token,
    );
    if (token === null || !captured)
      warnings.push('the answer has no number: there is no NUMBER row of attention');
    else rows.push(row(AttentionQuery.NUMBER, captured));
  }
  return rows.sort((a, b) => a.position - b.position);
}

/** Under which of the wanted queries a row is given; null when it was kept only as a candidate for NUMBER. */
function queryOf({ query: { kind } }: CapturedAttention, plan: AttentionPlan): AttentionQuery | null {
  switch (kind) {
    case 'bot':
      return AttentionQuery.BOT;
    case 'thought':
      return AttentionQuery.THOUGHTS;
    case 'eot':
      return plan.eot ? AttentionQuery.EOT : null;
    case 'answer':
      return plan.answer ? AttentionQuery.ANSWER : null;
    case 'question':
      return null;
  }
}
