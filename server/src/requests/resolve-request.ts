import { Protocol, type Capture, type RolloutRequest, type Variant } from '@codiscope/proto';

import type { ForcedAnswer, RolloutPlan, VariantPlan } from '../engine/rollout-plan.js';
import { invalidRequest, type FieldViolation } from '../errors.js';
import { goldNumber } from './answer-number.js';
import { forcedAnswer } from './forced-answer.js';
import { questionTokens, type QuestionTokens } from './question-tokens.js';
import type { RequestContext } from './request-context.js';
import { captureBytes, resolveCapture } from './resolve-capture.js';
import { resolveVariant } from './resolve-variant.js';

/** A checked request, ready for the engine. */
export interface ResolvedRequest {
  /** One plan, or several when there are more variants than are computed together. */
  readonly plans: readonly RolloutPlan[];
  /** The gold answer as a plain decimal; null when none was given. */
  readonly gold: string | null;
  readonly forced: ForcedAnswer | null;
  readonly questionTokens: number;
  readonly warnings: readonly string[];
  /** What all its results may take, at most. */
  readonly resultBytes: number;
}

/** What a result takes besides its captures, about. */
const PLAIN_RESULT_BYTES = 2048;

const BASELINE: Variant = { id: 'baseline', interventions: [], thoughts: undefined };

/** Checks a request against the model and the limits. Throws a `ServerError` that names every wrong field. */
export function resolveRequest(request: RolloutRequest, context: RequestContext): ResolvedRequest {
  const { checkpoint, limits } = context;
  const { architecture, settings, tokenizer } = checkpoint;
  const wrong: FieldViolation[] = [];
  const question = questionTokens(request.question, context);
  if ('field' in question) wrong.push(question);
  const maxNewTokens = newTokens(request, context, wrong);
  const gold = goldOf(request, wrong);
  if (![Protocol.UNSPECIFIED, Protocol.OFFICIAL].includes(request.protocol)) {
    wrong.push({ field: 'protocol', description: 'is not known to this server; use PROTOCOL_OFFICIAL' });
  }
  const asked = request.variants.length > 0 ? request.variants : [BASELINE];
  const bounds = { layers: architecture.layers, thoughts: settings.thoughts };
  if (asked.length > limits.maxVariants) {
    wrong.push({
      field: 'variants',
      description: `has ${asked.length} entries; send at most ${limits.maxVariants}`,
    });
  }
  const capture = request.capture ? resolveCapture(request.capture, architecture.layers, wrong) : null;
  const captured = capturedIds(request.capture, asked, wrong);
  const variants = asked.slice(0, limits.maxVariants).map((variant, index): VariantPlan => {
    const resolved = resolveVariant(variant, `variants[${index}]`, bounds, wrong);
    return { ...resolved, capture: captured.has(variant.id) ? capture : null, reported: true };
  });
  duplicates(asked, wrong);
  const captureSize =
    capture && !('field' in question)
      ? captureBytes(capture, checkpoint, question.ids.length, maxNewTokens)
      : 0;
  checkCaptureSize(captureSize, captured.size, context, wrong);
  const forced = gold === null ? null : forcedAnswer(tokenizer, settings.answerPrefix, gold);
  if (forced && forced.tokens.length > limits.maxNewTokens) {
    wrong.push({
      field: 'gold_answer',
      description: `takes ${forced.tokens.length} tokens with "${settings.answerPrefix}"; give one of at most ${limits.maxNewTokens}`,
    });
  }
  if (wrong.length > 0) throw invalidRequest('BAD_ROLLOUT_REQUEST', wrong);

  const { ids, warnings } = question as QuestionTokens;
  const noScores =
    gold !== null && !forced ? [`the tokenizer has no token for the gold answer ${gold}: no scores`] : [];
  const shared = {
    question: ids,
    numberTokens: ids.map((id) => /\d/.test(tokenizer.piece(id))),
    maxNewTokens,
    forced,
  };
  return {
    plans: chunks(variants, limits.variantsAtOnce).map((part) => ({
      ...shared,
      ...withClean(part, settings.thoughts, forced),
    })),
    gold,
    forced,
    questionTokens: ids.length,
    warnings: [...warnings, ...noScores],
    resultBytes: captureSize * captured.size + PLAIN_RESULT_BYTES * variants.length,
  };
}

function newTokens(
  { decoding }: RolloutRequest,
  { limits }: RequestContext,
  wrong: FieldViolation[],
): number {
  const asked = decoding?.maxNewTokens ?? 0;
  if (asked > limits.maxNewTokens) {
    wrong.push({
      field: 'decoding.max_new_tokens',
      description: `is ${asked}; this server gives at most ${limits.maxNewTokens}: ask for that or less`,
    });
  }
  return asked === 0 ? limits.defaultNewTokens : asked;
}

function goldOf({ goldAnswer }: RolloutRequest, wrong: FieldViolation[]): string | null {
  if (goldAnswer === undefined) return null;
  const gold = goldNumber(goldAnswer);
  if (gold === null || goldAnswer.length > 100) {
    wrong.push({
      field: 'gold_answer',
      description: `is "${goldAnswer.slice(0, 40)}"; give a decimal number such as 42 or 1,250.5`,
    });
  }
  return gold;
}

function duplicates(variants: readonly Variant[], wrong: FieldViolation[]): void {
  const seen = new Set<string>();
  variants.forEach(({ id }, index) => {
    if (seen.has(id))
      wrong.push({
        field: `variants[${index}].id`,
        description: `"${id}" is there twice; name each variant once`,
      });
    seen.add(id);
  });
}

function capturedIds(
  capture: Capture | undefined,
  variants: readonly Variant[],
  wrong: FieldViolation[],
): ReadonlySet<string> {
  if (!capture) return new Set();
  const known = new Set(variants.map(({ id }) => id));
  if (capture.variantIds.length === 0) return known;
  capture.variantIds.forEach((id, index) => {
    if (!known.has(id))
      wrong.push({
        field: `capture.variant_ids[${index}]`,
        description: `"${id}" is no variant of this request`,
      });
  });
  return new Set(capture.variantIds);
}

function checkCaptureSize(
  perVariant: number,
  variants: number,
  { limits }: RequestContext,
  wrong: FieldViolation[],
): void {
  const size = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(1)} MiB`;
  if (perVariant + PLAIN_RESULT_BYTES > limits.maxMessageBytes) {
    wrong.push({
      field: 'capture',
      description: `may take ${size(perVariant)} for one variant, more than a message of ${size(limits.maxMessageBytes)}; name fewer layers or queries, reduce heads or keys, or lower decoding.max_new_tokens`,
    });
  } else if (perVariant * variants > limits.maxCaptureBytes) {
    const fit = Math.floor(limits.maxCaptureBytes / perVariant);
    wrong.push({
      field: 'capture',
      description: `may take ${size(perVariant * variants)} for ${variants} variants, more than ${size(limits.maxCaptureBytes)}; ${fit} variants would fit: name them in capture.variant_ids`,
    });
  }
}

/** The variants with a clean run among them, when another variant or a score refers to it. */
function withClean(
  variants: readonly VariantPlan[],
  thoughts: number,
  forced: ForcedAnswer | null,
): Pick<RolloutPlan, 'variants' | 'clean'> {
  const isClean = (variant: VariantPlan): boolean =>
    variant.thoughts === thoughts && variant.edits.every((edits) => edits.length === 0);
  const found = variants.findIndex(isClean);
  if (found >= 0) return { variants, clean: found };
  const needed =
    forced !== null || variants.some(({ edits }) => edits.flat().some(({ from }) => from === 'clean'));
  if (!needed) return { variants, clean: null };
  const clean: VariantPlan = {
    id: '',
    thoughts,
    edits: Array.from({ length: thoughts }, () => []),
    capture: null,
    reported: false,
  };
  return { variants: [...variants, clean], clean: variants.length };
}

function chunks<T>(items: readonly T[], size: number): T[][] {
  const parts: T[][] = [];
  for (let start = 0; start < items.length; start += size) parts.push(items.slice(start, start + size));
  return parts;
}
