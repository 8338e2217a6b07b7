import { entryAt, required } from '@codiscope/models/required';
import { AttentionCapture } from './captures/attention-capture.js';
import { AttributionCapture } from './captures/attribution-capture.js';
import { LensCapture } from './captures/lens-capture.js';
import { LogitsCapture } from './captures/logits-capture.js';
import { MovedCapture } from './captures/moved-capture.js';
import { ResidualCapture } from './captures/residual-capture.js';
import type { Recorder } from './captures/row-reading.js';
import type { ModelShape } from './model-shape.js';
import { AnswerPath, ScorePath } from './path.js';
import type { Readouts } from './readouts.js';
import type { RolloutPlan, VariantPlan } from './rollout-plan.js';
import type { VariantOutcome } from './variant-outcome.js';

/** One variant on its way: its two paths and what has been captured so far. */
export class VariantRun {
  readonly answer: AnswerPath;
  readonly score: ScorePath | null;
  /** What is captured on the way of the answer, the prefix among it. */
  readonly answerRecorders: readonly Recorder[];
  /** What is captured on the way of the forced answer. */
  readonly scoreRecorders: readonly Recorder[];
  private readonly captures: Captures;
  batchRows = 0;
  delivered = false;

  constructor(
    readonly plan: VariantPlan,
    rollout: RolloutPlan,
    model: ModelShape,
  ) {
    this.answer = new AnswerPath(plan, model.eotId, model.eosId);
    this.score = rollout.forced ? new ScorePath(plan, model.eotId, rollout.forced) : null;
    this.captures = capturesOf(plan, rollout, model);
    const { attention, residuals, logits, lens, moved, attribution } = this.captures;
    const wanted = (...recorders: (Recorder | null)[]): Recorder[] =>
      recorders.filter((recorder) => recorder !== null);
    this.answerRecorders = wanted(attention, ...residuals, logits, lens, moved);
    this.scoreRecorders = wanted(attribution);
  }

  get finished(): boolean {
    return this.answer.finish !== null && (this.score?.finished ?? true);
  }

  /** The result, given the clean run of the same question (null when there are no scores). */
  async outcome(clean: VariantRun | null, readouts: Readouts): Promise<VariantOutcome> {
    const { answer, score, captures } = this;
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
      finish: required(answer.finish, "the end of a variant's answer"),
      scores,
      attention: (await captures.attention?.finish(readouts)) ?? [],
      residuals: captures.residuals.map((capture) => capture.finish()),
      logits: captures.logits?.logits() ?? null,
      nextTokens: captures.logits?.nextTokens ?? [],
      lens: (await captures.lens?.finish(readouts)) ?? [],
      attribution: (await captures.attribution?.finish(readouts)) ?? null,
      moved: captures.moved?.moved ?? [],
      batchRows: this.batchRows,
    };
  }
}

/** A variant's captures; null or none where nothing is wanted. */
interface Captures {
  readonly attention: AttentionCapture | null;
  readonly residuals: readonly ResidualCapture[];
  readonly logits: LogitsCapture | null;
  readonly lens: LensCapture | null;
  readonly moved: MovedCapture | null;
  readonly attribution: AttributionCapture | null;
}

function capturesOf(variant: VariantPlan, rollout: RolloutPlan, model: ModelShape): Captures {
  const { capture, thoughts } = variant;
  const { numberTokens, forced } = rollout;
  const prefix = entryAt(rollout.prefixes, variant.prefix, 'the prefix of a variant');
  const grouping = { numberTokens, thoughts };
  const {
    attention,
    residuals = [],
    logits = false,
    nextTokens = 0,
    lens,
    moved,
    attribution,
  } = capture ?? {};
  return {
    attention: attention ? new AttentionCapture({ plan: attention, ...grouping }) : null,
    residuals: residuals.map((plan) => new ResidualCapture(plan)),
    logits: logits || nextTokens > 0 ? new LogitsCapture(logits, nextTokens) : null,
    lens: lens ? new LensCapture(lens, thoughts) : null,
    moved: moved ? new MovedCapture(variant, prefix, model.headDim) : null,
    attribution:
      attribution && forced
        ? new AttributionCapture(
            forced.numberAt,
            entryAt(forced.tokens, forced.numberAt, 'the number token'),
            attribution.grouped ? grouping : null,
            model,
          )
        : null,
  };
}
