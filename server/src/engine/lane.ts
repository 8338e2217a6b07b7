import type { NextRow, Row } from './branching.js';
import type { QuestionRun } from './question-run.js';
import type { PrefixPlan } from './rollout-plan.js';
import type { VariantRun } from './variant-run.js';

/** The rows of a question that share one prefix: the question with BOT, as some of its variants have it. */
export class Lane {
  rows: readonly Row[];
  /** Rows of the step under way. */
  next: readonly NextRow[] = [];

  constructor(
    readonly question: QuestionRun,
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
