import { stepInput } from '@codiscope/models';

import { entryAt } from '@codiscope/models/required';
import { editTables, type PlacedEdits } from './edit-tables.js';
import type { KeyValueCache } from './key-value-cache.js';
import { HIDDEN, knockoutMasks } from './knockout-masks.js';
import type { ModelShape } from './model-shape.js';
import type { StepBatch } from './step-batch.js';
import { bool, float32, int64, type Tensors } from './tensors.js';

/** Where the lanes of a batch stand before a step. */
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
  const { lanes, placed, rows, size, headRows } = batch;
  const { prefixSlots, slots, rowsBefore } = start;
  const { kvHeads, hiddenSize } = model;
  const work = rowWork(batch, model.padId);
  const state = new Float32Array(size * hiddenSize);
  const position = new Int32Array(size);
  const suffixBlock = new Int32Array(size * kvHeads);
  const prefixMask = new Float32Array(lanes.length * prefixSlots);
  lanes.forEach(({ prefixLength }, p) => {
    prefixMask.fill(HIDDEN, p * prefixSlots + prefixLength, (p + 1) * prefixSlots);
    for (let r = 0; r < rows; r++) {
      const row = p * rows + r;
      const parent = entryAt(work.parents, row, 'the parent of a row');
      const from = (p * rowsBefore + parent) * hiddenSize;
      state.set(start.state.subarray(from, from + hiddenSize), row * hiddenSize);
      position[row] = prefixLength + slots;
      for (let kv = 0; kv < kvHeads; kv++) {
        suffixBlock[(p * kvHeads + kv) * rows + r] = (p * kvHeads + kv) * rowsBefore + parent;
      }
    }
  });
  const knockouts = placed.flatMap(({ laneIndex, rowIndex, row }) =>
    row.slot.change.blocked.length === 0
      ? []
      : [{ lane: laneIndex, row: rowIndex, slot: 0, blocked: row.slot.change.blocked }],
  );
  const scores = { lanes: lanes.length, rows, slots: 1, keys: prefixSlots + slots + 1, prefixSlots };
  return {
    [stepInput.token]: int64(work.tokens, [size, 1]),
    [stepInput.isThought]: bool(work.isThought, [size, 1]),
    [stepInput.state]: float32(state, [size, hiddenSize]),
    [stepInput.position]: int64(position, [size, 1]),
    [stepInput.last]: int64(new Int32Array(size), [size, 1]),
    [stepInput.suffixBlock]: int64(suffixBlock, [size * kvHeads]),
    [stepInput.prefixMask]: float32(prefixMask, [lanes.length, 1, 1, 1, 1, prefixSlots]),
    [stepInput.suffixMask]: float32(new Float32Array(slots + 1), [1, 1, 1, 1, 1, slots + 1]),
    [stepInput.logitRow]: int64(headRows, [headRows.length]),
    ...editTables(work.edits, size, model),
    ...knockoutMasks(knockouts, scores, model),
    ...start.prefix.feeds('prefix'),
    ...start.suffix.feeds('suffix'),
  };
}

/** What each row of the batch does. An idle row continues row 0 with a padding token, and nobody reads it. */
function rowWork(
  batch: StepBatch,
  padId: number,
): { parents: Int32Array; tokens: Int32Array; isThought: boolean[]; edits: PlacedEdits[] } {
  const { placed, size } = batch;
  const parents = new Int32Array(size);
  const tokens = new Int32Array(size).fill(padId);
  const isThought = Array<boolean>(size).fill(false);
  const edits: PlacedEdits[] = [];
  for (const { lane, batchRow, row } of placed) {
    parents[batchRow] = row.parent;
    const { slot } = row;
    if (slot.kind === 'token') tokens[batchRow] = slot.token;
    else isThought[batchRow] = true;
    if (slot.change.edits.length === 0) continue;
    const cleanSlot = batch.cleanRow(lane)?.batchRow ?? null;
    const { vectors } = lane.question.plan;
    edits.push({ slot: batchRow, cleanSlot, edits: slot.change.edits, vectors });
  }
  return { parents, tokens, isThought, edits };
}
