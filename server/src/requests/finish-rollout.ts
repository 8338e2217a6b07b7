import type { CodiTokenizer } from '@codiscope/models';
import {
  AttentionQuery,
  encodeTensor,
  FinishReason,
  Site,
  type AttentionRow,
  type Rollout,
  type Scores,
} from '@codiscope/proto';

import type { FinishedVariant } from '../engine/engine.js';
import { keyGroups } from '../engine/key-groups.js';
import type { AttentionPlan, VariantPlan } from '../engine/rollout-plan.js';
import type { CapturedAttention, VariantOutcome } from '../engine/variant-outcome.js';
import { numberToken, predictedNumber, sameNumber } from './answer-number.js';
import type { ResolvedRequest } from './resolve-request.js';

const SITES = {
  resid_post: Site.RESID_POST,
  embed: Site.EMBED,
  attn_out: Site.ATTN_OUT,
  mlp_out: Site.MLP_OUT,
  final_norm: Site.FINAL_NORM,
} as const;

/** An outcome in tokens and numbers as the message that the client gets. */
export function finishRollout(
  { outcome, queuedMs, computedMs }: FinishedVariant,
  variant: VariantPlan,
  request: ResolvedRequest,
  tokenizer: CodiTokenizer,
): Rollout {
  const text = tokenizer.decode(outcome.tokens);
  const predicted = predictedNumber(text);
  const eot = request.questionTokens + 1 + variant.thoughts;
  const warnings = [...request.warnings];
  return {
    tokens: [...outcome.tokens],
    text,
    predicted: predicted ?? undefined,
    correct: request.gold === null ? undefined : predicted !== null && sameNumber(predicted, request.gold),
    finishReason: outcome.finish === 'eos' ? FinishReason.EOS : FinishReason.LIMIT,
    scores: scoresOf(outcome, request),
    layout: {
      questionTokens: request.questionTokens,
      bot: request.questionTokens,
      thoughts: variant.thoughts,
      eot,
    },
    attention: attentionRows(outcome, variant, tokenizer, warnings),
    residuals: outcome.residuals.map(({ site, layers, values, shape }) => ({
      site: SITES[site],
      layers: [...layers],
      values: encodeTensor({ shape, data: values }),
    })),
    logits: logitsOf(outcome),
    lens: outcome.lens.map(({ thought, top }) => ({
      thought,
      top: top.map(({ token, logProb }) => ({ token, piece: tokenizer.piece(token), logProb })),
    })),
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
  const row = (query: AttentionQuery, captured: CapturedAttention): AttentionRow => ({
    query,
    number: captured.thought ?? captured.answerToken ?? 0,
    position: captured.position,
    layers: [...plan.layers],
    keyGroups: plan.grouped ? keyGroups(variant.thoughts) : [],
    weights: encodeTensor({ shape: captured.shape, data: captured.weights }),
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
    const captured = outcome.attention.find(({ answerToken }) => answerToken === token);
    if (token === null || !captured)
      warnings.push('the answer has no number: there is no NUMBER row of attention');
    else rows.push(row(AttentionQuery.NUMBER, captured));
  }
  return rows.sort((a, b) => a.position - b.position);
}

/** Under which of the wanted queries a row is given; null when it was kept only as a candidate for NUMBER. */
function queryOf({ thought, answerToken }: CapturedAttention, plan: AttentionPlan): AttentionQuery | null {
  if (thought !== null) return AttentionQuery.THOUGHTS;
  if (answerToken === 0) return plan.eot ? AttentionQuery.EOT : null;
  return plan.answer ? AttentionQuery.ANSWER : null;
}
