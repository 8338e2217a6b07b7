import type { NextRow, Row } from './branching.js';
import type { ModelShape } from './model-shape.js';
import type { AnswerPath, ScorePath } from './path.js';
import type { RolloutPlan } from './rollout-plan.js';
import type { VariantOutcome } from './variant-outcome.js';
import { VariantRun } from './variant-run.js';

/** One question on its way: its variants and the rows that compute them. */
export class QuestionRun {
  readonly variants: readonly VariantRun[];
  rows: readonly Row[];
  /** Rows of the step under way. */
  next: readonly NextRow[] = [];
  cancelled = false;

  constructor(
    readonly job: number,
    readonly plan: RolloutPlan,
    model: ModelShape,
  ) {
    this.variants = plan.variants.map((variant) => new VariantRun(variant, plan, model));
    const paths = this.variants.flatMap(({ answer, score }) => (score ? [answer, score] : [answer]));
    this.rows = [{ paths }];
  }

  /** Slots of the shared prefix: the question and BOT. */
  get prefixLength(): number {
    return this.plan.question.length + 1;
  }

  get finished(): boolean {
    return this.cancelled || this.variants.every((variant) => variant.delivered);
  }

  private get clean(): VariantRun | null {
    return this.plan.clean === null ? null : (this.variants[this.plan.clean] ?? null);
  }

  /** The row of `next` in which the clean run is; -1 when there is none. */
  cleanRow(): number {
    const path: AnswerPath | ScorePath | undefined = this.clean?.answer;
    return path ? this.next.findIndex((row) => row.paths.includes(path)) : -1;
  }

  /** Variants that are finished now and not delivered yet. Scores wait for the clean run's number token. */
  takeFinished(): { variant: string; outcome: VariantOutcome }[] {
    const { clean } = this;
    if (clean?.score && !clean.score.finished) return [];
    const finished: { variant: string; outcome: VariantOutcome }[] = [];
    for (const variant of this.variants) {
      if (variant.delivered || !variant.finished) continue;
      variant.delivered = true;
      if (variant.plan.reported) {
        finished.push({ variant: variant.plan.id, outcome: variant.outcome(clean) });
      }
    }
    return finished;
  }
}
