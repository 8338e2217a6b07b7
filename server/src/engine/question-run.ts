import { entryAt } from '@codiscope/models/required';
import { Lane } from './lane.js';
import type { ModelShape } from './model-shape.js';
import type { RolloutPlan } from './rollout-plan.js';
import { VariantRun } from './variant-run.js';

/** One question on its way: its variants, in one lane for each prefix. */
export class QuestionRun {
  readonly variants: readonly VariantRun[];
  readonly lanes: readonly Lane[];
  cancelled = false;

  constructor(
    readonly job: number,
    readonly plan: RolloutPlan,
    model: ModelShape,
  ) {
    this.variants = plan.variants.map((variant) => new VariantRun(variant, plan, model));
    this.lanes = plan.prefixes.map(
      (prefix, index) =>
        new Lane(
          this,
          prefix,
          this.variants.filter((variant) => variant.plan.prefix === index),
        ),
    );
  }

  get finished(): boolean {
    return this.cancelled || this.variants.every((variant) => variant.delivered);
  }

  /** The clean run, which edits and scores refer to; null when none of them does. */
  get clean(): VariantRun | null {
    return this.plan.clean === null ? null : entryAt(this.variants, this.plan.clean, 'the clean variant');
  }

  /** Variants that are finished now and were not given before. Scores wait for the clean run's number token. */
  takeFinished(): VariantRun[] {
    const { clean } = this;
    if (clean?.score && !clean.score.finished) return [];
    return this.variants.filter((variant) => {
      if (variant.delivered || !variant.finished) return false;
      variant.delivered = true;
      return variant.plan.reported;
    });
  }
}
