import { stepInput, stepOutput } from '@codiscope/models';
import type { Tensor } from 'onnxruntime-node';

import { readAttention } from './attention-reader.js';
import { branch, type NextRow } from './branching.js';
import { editTables, type RowEdits } from './edit-tables.js';
import { KeyValueCache } from './key-value-cache.js';
import type { ModelShape } from './model-shape.js';
import { ScorePath } from './path.js';
import { HIDDEN, prefill } from './prefill.js';
import type { QuestionRun } from './question-run.js';
import type { ResidualPlan } from './rollout-plan.js';
import type { StepSession, Tensors } from './step-session.js';
import { bool, float32, int64 } from './tensors.js';
import type { VariantRun } from './variant-run.js';

/** A row of the step under way, at its place in the batch. */
interface PlacedRow {
  readonly question: QuestionRun;
  /** p. */
  readonly questionIndex: number;
  /** r. */
  readonly rowIndex: number;
  /** b = p * R + r. */
  readonly batchRow: number;
  readonly row: NextRow;
}

/**
 * Questions that go through their slots in lock-step, one network pass a slot. All suffixes have the same
 * length; the rows of a question share its prefix.
 */
export class Cohort {
  /** Slots behind BOT that have been computed. */
  private slots = 0;
  private suffix: KeyValueCache;
  /** R of the last step. */
  private rowsBefore = 1;

  private constructor(
    private readonly session: StepSession,
    private readonly model: ModelShape,
    private questions: QuestionRun[],
    private prefix: KeyValueCache,
    private readonly prefixSlots: number,
    /** [P, R, D] of the last step. */
    private state: Float32Array,
  ) {
    this.suffix = KeyValueCache.empty(model.layers, [questions.length, model.kvHeads, 1, 0, model.headDim]);
  }

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
    return new Cohort(session, model, questions, cache, slots, state);
  }

  /** The questions still under way. */
  get members(): readonly QuestionRun[] {
    return this.questions;
  }

  /** Computes one slot of every row. False when nothing was left to compute. */
  async step(): Promise<boolean> {
    this.leaveFinishedOut();
    for (const question of this.questions) question.next = question.cancelled ? [] : branch(question.rows);
    const placed = this.place();
    if (placed.length === 0) return false;
    const perQuestion = this.rowsNow();
    const outputs = await this.session.run(this.feeds(placed, perQuestion), this.fetches(placed));
    this.accept(placed, perQuestion, outputs);
    this.suffix = KeyValueCache.fromStep(outputs, this.model.layers);
    this.state = outputs[stepOutput.state]?.data as Float32Array;
    this.rowsBefore = perQuestion;
    this.slots++;
    for (const question of this.questions) question.rows = question.next;
    return true;
  }

  /** Drops finished questions from the batch once they are half of it: each drop copies the rest. */
  private leaveFinishedOut(): void {
    const { hiddenSize } = this.model;
    const alive = this.questions.flatMap((question, index) => (question.finished ? [] : [index]));
    if (alive.length === 0 || alive.length > this.questions.length / 2) return;
    const block = this.rowsBefore * hiddenSize;
    const state = new Float32Array(alive.length * block);
    alive.forEach((from, to) => {
      state.set(this.state.subarray(from * block, (from + 1) * block), to * block);
    });
    this.state = state;
    this.prefix = this.prefix.pickQuestions(alive);
    this.suffix = this.suffix.pickQuestions(alive);
    this.questions = alive.map((index) => this.questions[index] as QuestionRun);
  }

  /** R: the rows of the question that has most. */
  private rowsNow(): number {
    const { heads, kvHeads } = this.model;
    // A single query would take a matrix-vector kernel that rounds differently from the matrix one.
    const least = heads === kvHeads ? 2 : 1;
    return Math.max(least, ...this.questions.map((question) => question.next.length));
  }

  private place(): PlacedRow[] {
    const perQuestion = this.rowsNow();
    return this.questions.flatMap((question, questionIndex) =>
      question.next.map((row, rowIndex) => ({
        question,
        questionIndex,
        rowIndex,
        batchRow: questionIndex * perQuestion + rowIndex,
        row,
      })),
    );
  }

  private feeds(placed: readonly PlacedRow[], perQuestion: number): Tensors {
    const { model, questions, prefixSlots } = this;
    const { kvHeads, hiddenSize } = model;
    const logitRows = headRows(placed);
    const count = questions.length;
    const batch = count * perQuestion;
    // Rows without work repeat row 0 of the question before; nobody reads them.
    const parents = new Int32Array(batch);
    const token = new Int32Array(batch).fill(model.padId);
    const isThought = Array<boolean>(batch).fill(false);
    const edited: RowEdits[] = [];
    for (const { question, questionIndex, batchRow, row } of placed) {
      parents[batchRow] = row.parent;
      if (row.slot.kind === 'token') token[batchRow] = row.slot.token;
      else {
        isThought[batchRow] = true;
        if (row.slot.edits.length > 0) {
          const cleanRow = questionIndex * perQuestion + question.cleanRow();
          edited.push({ row: batchRow, cleanRow, edits: row.slot.edits });
        }
      }
    }
    const state = new Float32Array(batch * hiddenSize);
    const position = new Int32Array(batch);
    const suffixBlock = new Int32Array(batch * kvHeads);
    const prefixMask = new Float32Array(count * prefixSlots);
    questions.forEach((question, p) => {
      prefixMask.fill(HIDDEN, p * prefixSlots + question.prefixLength, (p + 1) * prefixSlots);
      for (let r = 0; r < perQuestion; r++) {
        const row = p * perQuestion + r;
        const parent = parents[row] as number;
        const from = (p * this.rowsBefore + parent) * hiddenSize;
        state.set(this.state.subarray(from, from + hiddenSize), row * hiddenSize);
        position[row] = question.prefixLength + this.slots;
        for (let kv = 0; kv < kvHeads; kv++) {
          suffixBlock[(p * kvHeads + kv) * perQuestion + r] = (p * kvHeads + kv) * this.rowsBefore + parent;
        }
      }
    });
    return {
      [stepInput.token]: int64(token, [batch, 1]),
      [stepInput.isThought]: bool(isThought, [batch, 1]),
      [stepInput.state]: float32(state, [batch, hiddenSize]),
      [stepInput.position]: int64(position, [batch, 1]),
      [stepInput.last]: int64(new Int32Array(batch), [batch, 1]),
      [stepInput.suffixBlock]: int64(suffixBlock, [batch * kvHeads]),
      [stepInput.prefixMask]: float32(prefixMask, [count, 1, 1, 1, 1, prefixSlots]),
      [stepInput.suffixMask]: float32(new Float32Array(this.slots + 1), [1, 1, 1, 1, 1, this.slots + 1]),
      [stepInput.logitRow]: int64(logitRows, [logitRows.length]),
      ...editTables(edited, batch, model.layers, hiddenSize),
      ...this.prefix.feeds('prefix'),
      ...this.suffix.feeds('suffix'),
    };
  }

  private fetches(placed: readonly PlacedRow[]): string[] {
    const names = new Set([stepOutput.state, ...KeyValueCache.fetches(this.model.layers)]);
    for (const { question, row } of placed) {
      if (row.slot.kind === 'token') names.add(stepOutput.next);
      if (wantsLogits(question, row)) names.add(stepOutput.logits);
      for (const variant of answering(question, row)) {
        const { capture } = variant.plan;
        if (variant.wantsAttention(row.slot)) {
          for (const layer of capture?.attention?.layers ?? []) names.add(stepOutput.attention(layer));
        }
        if (row.slot.kind === 'thought') {
          for (const plan of capture?.residuals ?? [])
            for (const name of residualOutputs(plan)) names.add(name);
        }
      }
    }
    return [...names];
  }

  private accept(placed: readonly PlacedRow[], perQuestion: number, outputs: Tensors): void {
    const rank = new Map(headRows(placed).map((batchRow, index) => [batchRow, index]));
    const next = outputs[stepOutput.next]?.data as BigInt64Array | undefined;
    const logits = outputs[stepOutput.logits]?.data as Float32Array | undefined;
    const width = this.model.logits;
    for (const place of placed) {
      const { question, row, batchRow } = place;
      const index = rank.get(batchRow);
      const seen = {
        next: index === undefined || !next ? -1 : Number(next[index]),
        logits: index === undefined || !logits ? null : logits.subarray(index * width, (index + 1) * width),
      };
      for (const variant of answering(question, row)) {
        variant.batchRows = Math.max(variant.batchRows, this.questions.length * perQuestion);
        this.capture(variant, place, perQuestion, outputs, seen.logits);
      }
      for (const path of row.paths) path.accept(row.slot, seen);
    }
  }

  private capture(
    variant: VariantRun,
    { question, questionIndex, rowIndex, batchRow, row }: PlacedRow,
    perQuestion: number,
    outputs: Tensors,
    logits: Float32Array | null,
  ): void {
    const { capture, thoughts } = variant.plan;
    if (!capture) return;
    const { slot } = row;
    if (capture.attention && variant.wantsAttention(slot)) {
      const tensors = capture.attention.layers.map((layer) => outputs[stepOutput.attention(layer)] as Tensor);
      const place = {
        question: questionIndex,
        row: rowIndex,
        rows: perQuestion,
        prefixSlots: this.prefixSlots,
        prefixLength: question.prefixLength,
      };
      variant.attention.push({
        answerToken: slot.kind === 'token' ? slot.answerToken : null,
        thought: slot.kind === 'thought' ? slot.thought : null,
        position: question.prefixLength + this.slots,
        ...readAttention(tensors, place, capture.attention, question.plan.numberTokens, thoughts),
      });
    }
    if (slot.kind === 'thought') {
      const { hiddenSize } = this.model;
      for (const { values, shape, ...plan } of variant.residuals) {
        residualOutputs(plan).forEach((name, layer) => {
          const data = outputs[name]?.data as Float32Array;
          const vector = data.subarray(batchRow * hiddenSize, (batchRow + 1) * hiddenSize);
          values.set(vector, ((slot.thought - 1) * shape[1] + layer) * hiddenSize);
        });
      }
      if (logits && variant.wantsLens(slot.thought + 1)) variant.readLens(slot.thought + 1, logits);
    } else if (capture.logits && logits) {
      variant.logits.push(logits.slice());
    }
  }
}

/** The variants whose own answer (not only their score) is computed in this row. */
function answering(question: QuestionRun, row: NextRow): VariantRun[] {
  return question.variants.filter((variant) => row.paths.includes(variant.answer));
}

/** Batch rows that go through the head: those that predict a token, and thoughts that are decoded. */
function headRows(placed: readonly PlacedRow[]): number[] {
  return placed
    .filter(({ question, row }) => row.slot.kind === 'token' || wantsLogits(question, row))
    .map(({ batchRow }) => batchRow);
}

/** Whether the row's logits are read, not only its most likely token. */
function wantsLogits(question: QuestionRun, row: NextRow): boolean {
  const { slot, paths } = row;
  return (
    paths.some((path) => path instanceof ScorePath && path.wantsLogits(slot)) ||
    answering(question, row).some((variant) => variant.wantsLogits(slot))
  );
}

/** The step outputs that hold a site's vectors, in the order of the plan's layers. */
function residualOutputs({ site, layers }: ResidualPlan): string[] {
  if (site === 'final_norm') return [stepOutput.state];
  if (site === 'embed') return [stepOutput.value({ site, layer: null })];
  return layers.map((layer) => stepOutput.value({ site, layer }));
}
