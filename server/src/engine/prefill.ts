import { stepInput, stepOutput } from '@codiscope/models';

import { editTables } from './edit-tables.js';
import { KeyValueCache } from './key-value-cache.js';
import type { ModelShape } from './model-shape.js';
import type { StepSession } from './step-session.js';
import { bool, float32, int64 } from './tensors.js';

/** Added to the score of a key that a query may not see. */
export const HIDDEN = -1e30;

/**
 * Prefixes are padded to a multiple of this many slots. Kernels work on 16 floats at a time; with whole blocks a
 * question's result is bit for bit the same whatever the longest question of its batch is.
 */
const SLOT_BLOCK = 16;

/** The shared part of a batch of questions. */
export interface Prefix {
  /** [P, KV, T, hd] */
  readonly cache: KeyValueCache;
  /** T. */
  readonly slots: number;
  /** The final-norm output at BOT. [P, D] */
  readonly state: Float32Array;
  /** The logits at BOT; null unless wanted. [P, V + 2] */
  readonly logits: Float32Array | null;
}

/** Slots that a prefix of `length` slots takes. */
export function paddedSlots(length: number): number {
  return Math.ceil(length / SLOT_BLOCK) * SLOT_BLOCK;
}

/** Runs questions, each with BOT behind it, through the network. */
export async function prefill(
  session: StepSession,
  model: ModelShape,
  questions: readonly (readonly number[])[],
  wantsLogits: boolean,
): Promise<Prefix> {
  const count = questions.length;
  const slots = paddedSlots(Math.max(...questions.map((question) => question.length + 1)));
  const tokens = new Int32Array(count * slots).fill(model.padId);
  questions.forEach((question, row) => {
    tokens.set([...question, model.botId], row * slots);
  });
  const causal = new Float32Array(slots * slots);
  for (let query = 0; query < slots; query++) {
    causal.fill(HIDDEN, query * slots + query + 1, (query + 1) * slots);
  }
  const { layers, kvHeads, headDim, hiddenSize } = model;
  const logitRows = wantsLogits ? questions.map((_, row) => row) : [];
  const outputs = await session.run(
    {
      [stepInput.token]: int64(tokens, [count, slots]),
      [stepInput.isThought]: bool(Array<boolean>(count * slots).fill(false), [count, slots]),
      [stepInput.state]: float32(new Float32Array(count * hiddenSize), [count, hiddenSize]),
      [stepInput.position]: int64(
        Int32Array.from({ length: count * slots }, (_, cell) => cell % slots),
        [count, slots],
      ),
      [stepInput.last]: int64(
        questions.map((question) => question.length),
        [count, 1],
      ),
      [stepInput.suffixBlock]: int64(
        Int32Array.from({ length: count * kvHeads }, (_, block) => block),
        [count * kvHeads],
      ),
      [stepInput.prefixMask]: float32(new Float32Array(0), [count, 1, 1, 1, 1, 0]),
      [stepInput.suffixMask]: float32(causal, [1, 1, 1, 1, slots, slots]),
      [stepInput.logitRow]: int64(logitRows, [logitRows.length]),
      ...editTables([], count, layers, hiddenSize),
      ...KeyValueCache.empty(layers, [count, kvHeads, 0, headDim]).feeds('prefix'),
      ...KeyValueCache.empty(layers, [count, kvHeads, 1, 0, headDim]).feeds('suffix'),
    },
    [stepOutput.state, ...(wantsLogits ? [stepOutput.logits] : []), ...KeyValueCache.fetches(layers)],
  );
  return {
    cache: KeyValueCache.fromStep(outputs, layers).reshape([count, kvHeads, slots, headDim]),
    slots,
    state: outputs[stepOutput.state]?.data as Float32Array,
    logits: wantsLogits ? (outputs[stepOutput.logits]?.data as Float32Array) : null,
  };
}
