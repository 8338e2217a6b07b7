import { stepOutput } from '@codiscope/models';

import { entryAt } from '@codiscope/models/required';
import { branch } from './branching.js';
import { RowReading } from './captures/row-reading.js';
import { KeyValueCache } from './key-value-cache.js';
import type { Lane } from './lane.js';
import type { ModelShape } from './model-shape.js';
import type { OnnxSession } from './onnx-session.js';
import { prefill } from './prefill.js';
import type { QuestionRun } from './question-run.js';
import { StepBatch, type PlacedRow } from './step-batch.js';
import { stepFeeds, type StepStart } from './step-feeds.js';
import { floatsIn, integersIn, type Tensors } from './tensors.js';

/**
 * Questions that go through their slots in lock-step, one network pass a slot. All suffixes have the same length;
 * the rows of a lane share its prefix.
 */
export class Cohort {
  private constructor(
    private readonly session: OnnxSession,
    private readonly model: ModelShape,
    private readonly questions: readonly QuestionRun[],
    private lanes: readonly Lane[],
    private at: StepStart,
  ) {}

  /** Computes the questions' prefixes. */
  static async start(session: OnnxSession, model: ModelShape, questions: QuestionRun[]): Promise<Cohort> {
    const lanes = questions.flatMap((question) => question.lanes);
    const { cache, slots, state } = await prefill(session, model, lanes);
    const suffix = KeyValueCache.empty(model.layers, [lanes.length, model.kvHeads, 1, 0, model.headDim]);
    return new Cohort(session, model, questions, lanes, {
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
    return this.questions.filter((question) => !question.finished);
  }

  /** Computes one slot of every row. False when nothing was left to compute. */
  async step(): Promise<boolean> {
    const { model } = this;
    this.leaveFinishedOut();
    for (const lane of this.lanes) lane.next = lane.question.cancelled ? [] : branch(lane.rows);
    // A single query would take a matrix-vector kernel that rounds differently from the matrix one.
    const batch = new StepBatch(this.lanes, model.heads === model.kvHeads ? 2 : 1, this.at.slots);
    if (batch.placed.length === 0) return false;
    const outputs = await this.session.run(stepFeeds(batch, this.at, model), batch.fetches(model.layers));
    this.accept(batch, outputs);
    this.at = {
      ...this.at,
      suffix: KeyValueCache.fromStep(outputs, model.layers),
      slots: this.at.slots + 1,
      rowsBefore: batch.rows,
      state: floatsIn(outputs, stepOutput.state),
    };
    for (const lane of this.lanes) lane.rows = lane.next;
    return true;
  }

  /** Drops finished lanes from the batch once they are half of it: each drop copies the rest. */
  private leaveFinishedOut(): void {
    const { prefix, suffix, rowsBefore, state } = this.at;
    const alive = this.lanes.flatMap((lane, index) => (lane.finished ? [] : [index]));
    if (alive.length === 0 || alive.length > this.lanes.length / 2) return;
    const block = rowsBefore * this.model.hiddenSize;
    const kept = new Float32Array(alive.length * block);
    alive.forEach((from, to) => {
      kept.set(state.subarray(from * block, (from + 1) * block), to * block);
    });
    this.at = {
      ...this.at,
      state: kept,
      prefix: prefix.pickLanes(alive),
      suffix: suffix.pickLanes(alive),
    };
    this.lanes = alive.map((index) => entryAt(this.lanes, index, 'a lane'));
  }

  /** Hands every row's output to its captures and its paths. */
  private accept(batch: StepBatch, outputs: Tensors): void {
    // Fetched only where somebody reads them.
    const next = stepOutput.next in outputs ? integersIn(outputs, stepOutput.next) : null;
    const logits = stepOutput.logits in outputs ? floatsIn(outputs, stepOutput.logits) : null;
    const rank = new Map(batch.headRows.map((batchRow, index) => [batchRow, index]));
    const width = this.model.logits;
    const logitsOf = ({ batchRow }: PlacedRow): Float32Array | null => {
      const index = rank.get(batchRow);
      return index === undefined || !logits ? null : logits.subarray(index * width, (index + 1) * width);
    };
    const readingOf = (place: PlacedRow): RowReading =>
      new RowReading(
        place.address,
        {
          lane: place.laneIndex,
          row: place.rowIndex,
          rows: batch.rows,
          slot: 0,
          slots: 1,
          prefixLength: place.lane.prefixLength,
          prefixSlots: this.at.prefixSlots,
          keys: place.address.position + 1,
        },
        outputs,
        this.at.prefix,
        logitsOf(place),
      );
    for (const place of batch.placed) {
      const { row, lane, answering, readers } = place;
      for (const variant of answering) variant.batchRows = Math.max(variant.batchRows, batch.size);
      if (readers.length > 0) {
        const clean = batch.cleanRow(lane);
        const [own, ofClean] = [readingOf(place), clean ? readingOf(clean) : null];
        for (const { recorder } of readers) recorder.read(own, ofClean);
      }
      const index = rank.get(place.batchRow);
      const seen = {
        next: index === undefined || !next ? null : Number(entryAt(next, index, 'the next token of a row')),
        logits: logitsOf(place),
      };
      for (const path of row.paths) path.accept(row.slot, seen);
    }
  }
}
