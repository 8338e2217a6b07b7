import { stepInput } from '@codiscope/models';

import { editTables, type RowEdits } from './edit-tables.js';
import type { KeyValueCache } from './key-value-cache.js';
import type { ModelShape } from './model-shape.js';
import { HIDDEN } from './prefill.js';
import type { StepBatch } from './step-batch.js';
import type { Tensors } from './step-session.js';
import { bool, float32, int64 } from './tensors.js';

/** Where the questions of a batch stand before a step. */
export interface StepStart {
  readonly prefix: KeyValueCache;
  /** T. */
  readonly prefixSlots: number;
  readonly suffix: KeyValueCache;
  /** Slots behind BOT that have been computed. */
  readonly slots: number;
  /** R of the step before. */
  readonly rowsBefore: number;
  /** Final-norm outputs of the step before. [P, R, D] */
  readonly state: Float32Array;
}

/** The inputs of a step that gives every row of the batch one slot. */
export function stepFeeds(batch: StepBatch, start: StepStart, model: ModelShape): Tensors {
  const { questions, rows, size, headRows } = batch;
  const { prefixSlots, slots, rowsBefore } = start;
  const { kvHeads, hiddenSize } = model;
  const work = rowWork(batch, model.padId);
  const state = new Float32Array(size * hiddenSize);
  const position = new Int32Array(size);
  const suffixBlock = new Int32Array(size * kvHeads);
  const prefixMask = new Float32Array(questions.length * prefixSlots);
  questions.forEach(({ prefixLength }, p) => {
    prefixMask.fill(HIDDEN, p * prefixSlots + prefixLength, (p + 1) * prefixSlots);
    for (let r = 0; r < rows; r++) {
      const row = p * rows + r;
      const parent = work.parents[row] as number;
      const from = (p * rowsBefore + parent) * hiddenSize;
      state.set(start.state.subarray(from, from + hiddenSize), row * hiddenSize);
      position[row] = prefixLength + slots;
      for (let kv = 0; kv < kvHeads; kv++) {
        suffixBlock[(p * kvHeads + kv) * rows + r] = (p * kvHeads + kv) * rowsBefore + parent;
      }
    }
  });
  return {
    [stepInput.token]: int64(work.tokens, [size, 1]),
    [stepInput.isThought]: bool(work.isThought, [size, 1]),
    [stepInput.state]: float32(state, [size, hiddenSize]),
    [stepInput.position]: int64(position, [size, 1]),
    [stepInput.last]: int64(new Int32Array(size), [size, 1]),
    [stepInput.suffixBlock]: int64(suffixBlock, [size * kvHeads]),
    [stepInput.prefixMask]: float32(prefixMask, [questions.length, 1, 1, 1, 1, prefixSlots]),
    [stepInput.suffixMask]: float32(new Float32Array(slots + 1), [1, 1, 1, 1, 1, slots + 1]),
    [stepInput.logitRow]: int64(headRows, [headRows.length]),
    ...editTables(work.edited, size, model.layers, hiddenSize),
    ...start.prefix.feeds('prefix'),
    ...start.suffix.feeds('suffix'),
  };
}

/** What each row of the batch does. An idle row continues row 0 with a padding token, and nobody reads it. */
function rowWork(
  { placed, rows, size }: StepBatch,
  padId: number,
): { parents: Int32Array; tokens: Int32Array; isThought: boolean[]; edited: RowEdits[] } {
  const parents = new Int32Array(size);
  const tokens = new Int32Array(size).fill(padId);
  const isThought = Array<boolean>(size).fill(false);
  const edited: RowEdits[] = [];
  for (const { question, questionIndex, batchRow, row } of placed) {
    parents[batchRow] = row.parent;
    if (row.slot.kind === 'token') {
      tokens[batchRow] = row.slot.token;
      continue;
    }
    isThought[batchRow] = true;
    if (row.slot.edits.length === 0) continue;
    const cleanRow = questionIndex * rows + question.cleanRow();
    edited.push({ row: batchRow, cleanRow, edits: row.slot.edits });
  }
  return { parents, tokens, isThought, edited };
}
