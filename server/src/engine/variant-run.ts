import { topTokens } from './distribution.js';
import type { ModelShape } from './model-shape.js';
import { AnswerPath, ScorePath, type Slot } from './path.js';
import type { RolloutPlan, VariantPlan } from './rollout-plan.js';
import type {
  CapturedAttention,
  CapturedLens,
  CapturedResiduals,
  VariantOutcome,
} from './variant-outcome.js';

/** One variant on its way: its two paths and what has been captured so far. */
export class VariantRun {
  readonly answer: AnswerPath;
  readonly score: ScorePath | null;
  readonly attention: CapturedAttention[] = [];
  readonly residuals: CapturedResiduals[];
  readonly logits: Float32Array[] = [];
  readonly lens: CapturedLens[] = [];
  batchRows = 0;
  delivered = false;

  constructor(
    readonly plan: VariantPlan,
    rollout: RolloutPlan,
    model: ModelShape,
  ) {
    this.answer = new AnswerPath(plan, model.eotId, model.eosId, rollout.maxNewTokens);
    this.score = rollout.forced ? new ScorePath(plan, model.eotId, rollout.forced) : null;
    this.residuals = (plan.capture?.residuals ?? []).map(({ site, layers }) => {
      const shape = [plan.thoughts, Math.max(1, layers.length), model.hiddenSize] as const;
      return { site, layers, shape, values: new Float32Array(shape[0] * shape[1] * shape[2]) };
    });
  }

  get finished(): boolean {
    return this.answer.finish !== null && (this.score?.finished ?? true);
  }

  /** Whether a row of attention is wanted at this slot of the answer path. */
  wantsAttention(slot: Slot): boolean {
    const wanted = this.plan.capture?.attention;
    if (!wanted) return false;
    if (slot.kind === 'thought') return wanted.thoughts;
    if (slot.answerToken === 0) return wanted.eot || wanted.number;
    return wanted.answer || wanted.number;
  }

  /** Whether the logits of this slot of the answer path are to be kept or read. */
  wantsLogits(slot: Slot): boolean {
    const { capture } = this.plan;
    if (!capture) return false;
    return slot.kind === 'token' ? capture.logits : this.wantsLens(slot.thought + 1);
  }

  /** Whether the state that becomes this thought is to be decoded. */
  wantsLens(thought: number): boolean {
    return (this.plan.capture?.lensTop ?? 0) > 0 && thought <= this.plan.thoughts;
  }

  /** Decodes the state that becomes a thought from its row of logits. */
  readLens(thought: number, logits: Float32Array): void {
    this.lens.push({ thought, top: topTokens(logits, this.plan.capture?.lensTop ?? 0) });
  }

  /** The result, given the clean run of the same question (null when there are no scores). */
  outcome(clean: VariantRun | null): VariantOutcome {
    const { answer, score } = this;
    const scores =
      score && clean?.score
        ? {
            goldTokenLogProbs: score.goldTokenLogProbs,
            margin: score.margin,
            klFromBaseline: score.divergenceFrom(clean.score),
          }
        : null;
    return {
      tokens: answer.tokens,
      finish: answer.finish ?? 'limit',
      scores,
      attention: this.attention,
      residuals: this.residuals,
      logits: this.plan.capture?.logits ? concatenate(this.logits) : null,
      lens: this.lens,
      batchRows: this.batchRows,
    };
  }
}

function concatenate(parts: readonly Float32Array[]): Float32Array {
  const whole = new Float32Array(parts.reduce((total, part) => total + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}
