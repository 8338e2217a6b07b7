import { stepOutput } from '@codiscope/models';

import { branch } from './branching.js';
import { KeyValueCache } from './key-value-cache.js';
import type { ModelShape } from './model-shape.js';
import { prefill } from './prefill.js';
import type { QuestionRun } from './question-run.js';
import { StepBatch } from './step-batch.js';
import { captureRow } from './step-captures.js';
import { stepFeeds, type StepStart } from './step-feeds.js';
import type { StepSession, Tensors } from './step-session.js';
import type { VariantRun } from './variant-run.js';

/**
 * Questions that go through their slots in lock-step, one network pass a slot. All suffixes have the same
 * length; the rows of a question share its prefix.
 */
export class Cohort {
  private constructor(
    private readonly session: StepSession,
    private readonly model: ModelShape,
    private questions: readonly QuestionRun[],
    private at: StepStart,
  ) {}

  /** Computes the questions' prefixes. */
  static async start(session: StepSession, model: ModelShape, questions: QuestionRun[]): Promise<Cohort> {
    const tokens = questions.map((question) => question.plan.question);
    const wantsLens = (variant: VariantRun): boolean => variant.wantsLens(1);
    const wantsLogits = questions.some(({ variants }) => variants.some(wantsLens));
    const { cache, slots, state, logits } = await prefill(session, model, tokens, wantsLogits);
    questions.forEach(({ variants }, index) => {
      const row = logits?.subarray(index * model.logits, (index + 1) * model.logits);
      if (row) for (const variant of variants.filter(wantsLens)) variant.readLens(1, row);
    });
    const suffix = KeyValueCache.empty(model.layers, [questions.length, model.kvHeads, 1, 0, model.headDim]);
    return new Cohort(session, model, questions, {
      prefix: cache,
      prefixSlots: slots,
      suffix,
      slots: 0,
      rowsBefore: 1,
      state,
    });
  }

  /** The questions still under way. */
  get members(): readonly QuestionRun[] {
    return this.questions;
  }

  /** Computes one slot of every row. False when nothing was left to compute. */
  async step(): Promise<boolean> {
    const { model } = this;
    this.leaveFinishedOut();
    for (const question of this.questions) question.next = question.cancelled ? [] : branch(question.rows);
    // A single query would take a matrix-vector kernel that rounds differently from the matrix one.
    const batch = new StepBatch(this.questions, model.heads === model.kvHeads ? 2 : 1);
    if (batch.placed.length === 0) return false;
    const outputs = await this.session.run(stepFeeds(batch, this.at, model), batch.fetches(model.layers));
    this.accept(batch, outputs);
    this.at = {
      ...this.at,
      suffix: KeyValueCache.fromStep(outputs, model.layers),
      slots: this.at.slots + 1,
      rowsBefore: batch.rows,
      state: outputs[stepOutput.state]?.data as Float32Array,
    };
    for (const question of this.questions) question.rows = question.next;
    return true;
  }

  /** Drops finished questions from the batch once they are half of it: each drop copies the rest. */
  private leaveFinishedOut(): void {
    const { prefix, suffix, rowsBefore, state } = this.at;
    const alive = this.questions.flatMap((question, index) => (question.finished ? [] : [index]));
    if (alive.length === 0 || alive.length > this.questions.length / 2) return;
    const block = rowsBefore * this.model.hiddenSize;
    const kept = new Float32Array(alive.length * block);
    alive.forEach((from, to) => {
      kept.set(state.subarray(from * block, (from + 1) * block), to * block);
    });
    this.at = {
      ...this.at,
      state: kept,
      prefix: prefix.pickQuestions(alive),
      suffix: suffix.pickQuestions(alive),
    };
    this.questions = alive.map((index) => this.questions[index] as QuestionRun);
  }

  /** Hands every row's output to its paths and captures. */
  private accept(batch: StepBatch, outputs: Tensors): void {
    const { logits: width, hiddenSize } = this.model;
    const { prefixSlots, slots } = this.at;
    const reading = { outputs, rows: batch.rows, prefixSlots, slots, hiddenSize };
    const rank = new Map(batch.headRows.map((batchRow, index) => [batchRow, index]));
    const next = outputs[stepOutput.next]?.data as BigInt64Array | undefined;
    const logits = outputs[stepOutput.logits]?.data as Float32Array | undefined;
    for (const place of batch.placed) {
      const { row, batchRow, answering } = place;
      const index = rank.get(batchRow);
      const seen = {
        next: index === undefined || !next ? -1 : Number(next[index]),
        logits: index === undefined || !logits ? null : logits.subarray(index * width, (index + 1) * width),
      };
      for (const variant of answering) {
        variant.batchRows = Math.max(variant.batchRows, batch.size);
        captureRow(variant, place, reading, seen.logits);
      }
      for (const path of row.paths) path.accept(row.slot, seen);
    }
  }
}
