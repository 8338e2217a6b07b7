import { Protocol, Variant, type Capture, type RolloutRequest } from '@codiscope/proto';

import { paddedSlots } from '../engine/prefill.js';
import type { ForcedAnswer, RolloutPlan } from '../engine/rollout-plan.js';
import { invalidRequest, type FieldViolation } from '../errors.js';
import type { Reference } from '../references/reference.js';
import type { ReferenceSet } from '../references/reference-set.js';
import { goldNumber } from './answer-number.js';
import { captureBytes } from './capture-size.js';
import { forcedAnswer } from './forced-answer.js';
import { planVariants } from './plan-variants.js';
import { questionTokens, type QuestionTokens } from './question-tokens.js';
import type { RequestContext } from './request-context.js';
import { resolveCapture } from './resolve-capture.js';
import { originThoughts, resolveOriginVariant } from './resolve-origin.js';
import { resolveSources } from './resolve-sources.js';
import { resolveVariant } from './resolve-variant.js';
import { SourceRuns } from './source-runs.js';
import type { VariantDraft } from './variant-draft.js';
import { VectorTable } from './vector-table.js';
import { WorkBudget } from './work-budget.js';

/** A checked request, ready for the engine. */
export interface ResolvedRequest {
  /** Clean runs whose values the plans' vectors are made of; they come first. */
  readonly sources: ReturnType<SourceRuns['plans']>;
  /** One plan, or several when there are more variants than are computed together. */
  readonly plans: readonly RolloutPlan[];
  readonly origin: boolean;
  /** The gold answer as a plain decimal; null when none was given. */
  readonly gold: string | null;
  readonly forced: ForcedAnswer | null;
  readonly questionTokens: number;
  /** The cloud that changed vectors are compared with; null without one. */
  readonly cloud: Reference | null;
  readonly warnings: readonly string[];
  /** What all its results may take, at most. */
  readonly resultBytes: number;
}

/** What a result takes besides its captures, about. */
const PLAIN_RESULT_BYTES = 2048;

/** Whoever has so many fields wrong does not need the rest. */
const ENOUGH_VIOLATIONS = 100;

const BASELINE: Variant = Variant.fromPartial({ id: 'baseline' });

/** The references that a request names. */
export function namedReferences({ variants, capture }: RolloutRequest): string[] {
  const ofMethods = variants.flatMap(({ interventions }) =>
    interventions.flatMap(({ method }) =>
      method?.$case === 'mean' || method?.$case === 'resample' ? [method.value.reference] : [],
    ),
  );
  return capture?.offManifold ? [...ofMethods, capture.offManifold.reference] : ofMethods;
}

/**
 * Checks a request against the model and the limits. `references`: those of `namedReferences` that are there. Throws a
 * `ServerError` that names every wrong field.
 */
export function resolveRequest(
  request: RolloutRequest,
  context: RequestContext,
  references: ReferenceSet,
): ResolvedRequest {
  const { checkpoint, limits } = context;
  const { architecture, settings, tokenizer } = checkpoint;
  const wrong: FieldViolation[] = [];
  const question = questionTokens(request.question, context);
  if ('field' in question) wrong.push(question);
  const maxNewTokens = newTokens(request, context, wrong);
  const gold = goldOf(request, wrong);
  const origin = request.protocol === Protocol.ORIGIN;
  if (![Protocol.UNSPECIFIED, Protocol.OFFICIAL, Protocol.ORIGIN].includes(request.protocol)) {
    const known = 'PROTOCOL_OFFICIAL or PROTOCOL_ORIGIN';
    wrong.push({ field: 'protocol', description: `is not known to this server; use ${known}` });
  }
  const asked = request.variants.length > 0 ? request.variants : [BASELINE];
  if (asked.length > limits.maxVariants) {
    wrong.push({
      field: 'variants',
      description: `has ${asked.length} entries; send at most ${limits.maxVariants}`,
    });
  }
  const { layers, heads, headDim, hiddenSize } = architecture;
  const runs = new SourceRuns({ whole: hiddenSize, head: headDim });
  const vectors = new VectorTable(limits.maxVectorBytes);
  const work = new WorkBudget(limits.maxChanges);
  const scope = {
    layers,
    heads,
    headDim,
    hiddenSize,
    thoughts: origin ? originThoughts(settings.thoughts) : settings.thoughts,
    question: 'field' in question ? [] : question.ids,
    sources: resolveSources(request.sources, context, wrong),
    references,
    runs,
    vectors,
    work,
    wrong,
  };
  const capture = request.capture ? resolveCapture(request.capture, scope, gold !== null) : null;
  const captured = capturedIds(request.capture, asked, wrong);
  const resolve = origin ? resolveOriginVariant : resolveVariant;
  const drafts: VariantDraft[] = [];
  for (const [index, variant] of asked.slice(0, limits.maxVariants).entries()) {
    if (work.exhausted || wrong.length >= ENOUGH_VIOLATIONS) break;
    drafts.push(resolve(variant, `variants[${index}]`, scope));
  }
  if (work.exhausted) {
    wrong.push({
      field: 'variants',
      description: `change more than ${work.most} vectors and attention edges; name fewer variants, slots, layers or heads in one request`,
    });
  }
  duplicates(asked, wrong);
  if (vectors.full) {
    wrong.push({
      field: 'variants',
      description: `add different vectors of more than ${size(vectors.most)}; send fewer variants, layers or slots in one request`,
    });
  }
  const sizes = { questionTokens: scope.question.length, newTokens: maxNewTokens };
  const captureSize = capture
    ? Math.max(
        0,
        ...drafts.map((draft) => captureBytes(capture, checkpoint, { ...sizes, edits: editsOf(draft) })),
      )
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
  const plans = planVariants(drafts, {
    question: ids,
    numberTokens: ids.map((id) => /\d/.test(tokenizer.piece(id))),
    forced,
    maxNewTokens,
    thoughts: scope.thoughts,
    vectors: vectors.vectors(),
    captureOf: (id) => (captured.has(id) ? capture : null),
    rowsAtOnce: limits.variantsAtOnce,
    lanesAtOnce: Math.max(2, Math.floor(limits.prefixSlotsAtOnce / paddedSlots(ids.length + 1))),
  });
  return {
    sources: runs.plans(),
    plans,
    origin,
    gold,
    forced,
    questionTokens: ids.length,
    cloud: references.get(request.capture?.offManifold?.reference ?? '') ?? null,
    warnings: [...warnings, ...noScores],
    resultBytes: captureSize * captured.size + PLAIN_RESULT_BYTES * drafts.length,
  };
}

/** Vectors that a variant changes. */
function editsOf({ prefix, thoughtChanges, eotChange }: VariantDraft): number {
  const changes = [...prefix.changes.map(({ change }) => change), ...thoughtChanges, eotChange];
  return changes.reduce((sum, { edits }) => sum + edits.length, 0);
}

function size(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(1)} MiB`;
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
