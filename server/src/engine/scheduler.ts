import { Cohort } from './cohort.js';
import type { ModelShape } from './model-shape.js';
import { paddedSlots } from './prefill.js';
import { QuestionRun } from './question-run.js';
import type { Readouts } from './readouts.js';
import type { RolloutPlan } from './rollout-plan.js';
import type { OnnxSession } from './onnx-session.js';
import type { VariantOutcome } from './variant-outcome.js';

/** How much is computed at once. */
export interface BatchLimits {
  /** Rows of one step, all questions together. */
  readonly rows: number;
  /** Prefix slots of one prefill, all questions together. */
  readonly prefixSlots: number;
  /** Cohorts whose steps take turns: a small request need not wait for a large one to end. */
  readonly cohorts: number;
}

/** What the scheduler tells about a job. */
export interface SchedulerEvents {
  started(job: number): void;
  finished(job: number, variant: string, outcome: VariantOutcome): void;
  /** Every variant has been told. */
  ended(job: number): void;
  failed(job: number, error: unknown): void;
}

/** The most rows that a lane of a plan can take in one step: every variant's answer and score apart. */
function mostRows({ prefixes, variants, forced }: RolloutPlan): number {
  const ofLane = prefixes.map((_, index) => variants.filter(({ prefix }) => prefix === index).length);
  return Math.max(...ofLane) * (forced ? 2 : 1);
}

/**
 * Collects waiting questions of all requests into cohorts and gives the cohorts a step each in turn. Work arrives
 * and is cancelled between steps.
 */
export class Scheduler {
  private readonly waiting: QuestionRun[] = [];
  /** Every unfinished question by job, wherever it is: waiting, in its prefill or in a cohort. */
  private readonly questions = new Map<number, QuestionRun>();
  private readonly cohorts: Cohort[] = [];
  /** Settles when nothing is left to compute. */
  private running: Promise<void> | null = null;

  constructor(
    private readonly session: OnnxSession,
    private readonly readouts: Readouts,
    private readonly model: ModelShape,
    private readonly limits: BatchLimits,
    private readonly events: SchedulerEvents,
  ) {}

  submit(job: number, plan: RolloutPlan): void {
    const question = new QuestionRun(job, plan, this.model);
    this.questions.set(job, question);
    this.waiting.push(question);
    this.running ??= this.run();
  }

  /** Forgets a job: its rows leave their batch before the next step. */
  cancel(job: number): void {
    const question = this.questions.get(job);
    if (question) question.cancelled = true;
    this.questions.delete(job);
  }

  /** Forgets everything; resolves when the step under way has ended. */
  async stop(): Promise<void> {
    for (const job of [...this.questions.keys()]) this.cancel(job);
    await this.running;
  }

  private async run(): Promise<void> {
    while (this.waiting.length > 0 || this.cohorts.length > 0) {
      // The event loop gets a turn: messages that came during the last step are read here.
      await new Promise(setImmediate);
      if (this.cohorts.length < this.limits.cohorts) await this.admit();
      for (const cohort of [...this.cohorts]) await this.advance(cohort);
    }
    this.running = null;
  }

  /** Makes a cohort of the questions that have waited longest, as many as fit. */
  private async admit(): Promise<void> {
    const chosen: QuestionRun[] = [];
    let rows = 0;
    let slots = 0;
    let lanes = 0;
    for (let [candidate] = this.waiting; candidate; [candidate] = this.waiting) {
      if (candidate.cancelled) {
        this.waiting.shift();
        continue;
      }
      // Every lane gets as many rows as the one that needs most.
      rows = Math.max(rows, mostRows(candidate.plan));
      slots = Math.max(slots, paddedSlots(candidate.plan.question.length + 1));
      lanes += candidate.lanes.length;
      const fits = lanes * rows <= this.limits.rows && lanes * slots <= this.limits.prefixSlots;
      if (chosen.length > 0 && !fits) break;
      chosen.push(candidate);
      this.waiting.shift();
    }
    if (chosen.length === 0) return;
    for (const question of chosen) this.events.started(question.job);
    try {
      this.cohorts.push(await Cohort.start(this.session, this.model, chosen));
    } catch (error) {
      this.fail(chosen, error);
    }
  }

  private async advance(cohort: Cohort): Promise<void> {
    try {
      const alive = await cohort.step();
      for (const question of cohort.members) await this.report(question);
      if (alive) return;
    } catch (error) {
      this.fail(cohort.members, error);
    }
    this.cohorts.splice(this.cohorts.indexOf(cohort), 1);
  }

  private async report(question: QuestionRun): Promise<void> {
    // Cancelled, or ended in an earlier step.
    if (!this.questions.has(question.job)) return;
    try {
      for (const variant of question.takeFinished()) {
        const outcome = await variant.outcome(question.clean, this.readouts);
        this.events.finished(question.job, variant.plan.id, outcome);
      }
    } catch (error) {
      this.fail([question], error);
      return;
    }
    if (!question.finished) return;
    this.questions.delete(question.job);
    this.events.ended(question.job);
  }

  private fail(questions: readonly QuestionRun[], error: unknown): void {
    for (const question of questions) {
      if (this.questions.delete(question.job)) this.events.failed(question.job, error);
    }
  }
}
