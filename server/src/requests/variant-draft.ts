import type { PrefixPlan, VariantPlan } from '../engine/rollout-plan.js';

/** A checked variant before it is given a place in a plan. */
export interface VariantDraft extends Pick<
  VariantPlan,
  'id' | 'thoughts' | 'thoughtChanges' | 'eotChange' | 'answerChange'
> {
  /** What it changes in the question and BOT. */
  readonly prefix: PrefixPlan;
  /** Whether it changes nothing and runs every thought. */
  readonly isClean: boolean;
}
