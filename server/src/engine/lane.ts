import type { NextRow, Row } from './branching.js';
import type { PrefixPlan, RolloutPlan } from './rollout-plan.js';
import type { VariantRun } from './variant-run.js';

/** What a lane knows of its question. */
export interface LaneQuestion {
  readonly plan: RolloutPlan;
  /** The clean run; null when nobody refers to one. */
  readonly clean: VariantRun | null;
  readonly cancelled: boolean;
  readonly finished: boolean;
}

/** The rows of a question that share one prefix: the question with BOT, as some of its variants have it. */
export class Lane {
  rows: readonly Row[];
  /** Rows of the step under way. */
  next: readonly NextRow[] = [];

  constructor(
    readonly question: LaneQuestion,
    readonly plan: PrefixPlan,
    readonly variants: readonly VariantRun[],
  ) {
    this.rows = [{ paths: variants.flatMap(({ answer, score }) => (score ? [answer, score] : [answer])) }];
  }

  /** Slots of the prefix: the question and BOT. */
  get prefixLength(): number {
    return this.question.plan.question.length + 1;
  }

  /** Whether nothing is left to compute here. */
  get finished(): boolean {
    return this.question.finished || this.rows.length === 0;
  }
}
