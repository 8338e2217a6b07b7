import { stepInput, stepOutput } from '@codiscope/models';

import { entryAt } from '@codiscope/models/required';
import { RowReading, type Recorder } from './captures/row-reading.js';
import { prefixAddress } from './captures/slot-address.js';
import { editTables } from './edit-tables.js';
import { KeyValueCache } from './key-value-cache.js';
import { HIDDEN, knockoutMasks } from './knockout-masks.js';
import type { Lane } from './lane.js';
import type { ModelShape } from './model-shape.js';
import type { OnnxSession } from './onnx-session.js';
import { bool, float32, floatsIn, int64, type Tensors } from './tensors.js';

/**
 * Prefixes are padded to a multiple of this many slots. Kernels work on 16 floats at a time; with whole blocks a
 * question's result is bit for bit the same whatever the longest question of its batch is.
 */
const SLOT_BLOCK = 16;

/** The prefixes of a batch of lanes. */
export interface Prefix {
  /** [P, KV, T, hd] */
  readonly cache: KeyValueCache;
  /** T. */
  readonly slots: number;
  /** The final-norm output at BOT. [P, D] */
  readonly state: Float32Array;
}

/** Slots that a prefix of `length` slots takes. */
export function paddedSlots(length: number): number {
  return Math.ceil(length / SLOT_BLOCK) * SLOT_BLOCK;
}

/** Runs the questions of lanes, each with BOT behind it, through the network, and lets captures read them. */
export async function prefill(
  session: OnnxSession,
  model: ModelShape,
  lanes: readonly Lane[],
): Promise<Prefix> {
  const count = lanes.length;
  const slots = paddedSlots(Math.max(...lanes.map(({ prefixLength }) => prefixLength)));
  const { layers, kvHeads, headDim } = model;
  const reads = lanes.flatMap((lane, index) => readsOf(lane, index));
  const outputs = await session.run(prefillFeeds(lanes, slots, model), [
    stepOutput.state,
    ...KeyValueCache.fetches(layers),
    ...new Set(reads.flatMap(({ fetches }) => fetches)),
  ]);
  for (const { recorder, lane, position } of reads) {
    const reading = (of: number): RowReading =>
      new RowReading(
        prefixAddress(position, entryAt(lanes, of, 'a lane').prefixLength),
        {
          lane: of,
          row: 0,
          rows: 1,
          slot: position,
          slots,
          prefixLength: 0,
          prefixSlots: 0,
          keys: position + 1,
        },
        outputs,
        null,
        null,
      );
    const clean = cleanLane(lanes, entryAt(lanes, lane, 'a lane'));
    recorder.read(reading(lane), clean === null ? null : reading(clean));
  }
  return {
    cache: KeyValueCache.fromStep(outputs, layers).reshape([count, kvHeads, slots, headDim]),
    slots,
    state: floatsIn(outputs, stepOutput.state),
  };
}

/** Which lane holds the clean run of a lane's question; null when nobody refers to one. */
function cleanLane(lanes: readonly Lane[], { question }: Lane): number | null {
  const { clean } = question;
  if (!clean) return null;
  const lane = lanes.findIndex(({ variants }) => variants.includes(clean));
  return lane < 0 ? null : lane;
}

/** What captures read of a lane's prefix. */
function readsOf(
  lane: Lane,
  index: number,
): { recorder: Recorder; lane: number; position: number; fetches: readonly string[] }[] {
  const { prefixLength } = lane;
  return lane.variants.flatMap(({ answerRecorders }) =>
    answerRecorders.flatMap((recorder) =>
      Array.from({ length: prefixLength }, (_, position) => ({
        recorder,
        lane: index,
        position,
        fetches: recorder.fetches(prefixAddress(position, prefixLength)),
      })).filter(({ fetches }) => fetches.length > 0),
    ),
  );
}

function prefillFeeds(lanes: readonly Lane[], slots: number, model: ModelShape): Tensors {
  const count = lanes.length;
  const { layers, kvHeads, headDim, hiddenSize } = model;
  const tokens = new Int32Array(count * slots).fill(model.padId);
  lanes.forEach(({ question }, lane) => {
    tokens.set([...question.plan.question, model.botId], lane * slots);
  });
  const causal = new Float32Array(slots * slots);
  for (let query = 0; query < slots; query++) {
    causal.fill(HIDDEN, query * slots + query + 1, (query + 1) * slots);
  }
  const changes = lanes.flatMap((lane, index) =>
    lane.plan.changes.map(({ position, change }) => ({ lane, index, position, change })),
  );
  const edits = changes.map(({ lane, index, position, change }) => {
    const clean = cleanLane(lanes, lane);
    return {
      slot: index * slots + position,
      cleanSlot: clean === null ? null : clean * slots + position,
      edits: change.edits,
      vectors: lane.question.plan.vectors,
    };
  });
  const knockouts = changes.map(({ index, position, change }) => ({
    lane: index,
    row: 0,
    slot: position,
    blocked: change.blocked,
  }));
  return {
    [stepInput.token]: int64(tokens, [count, slots]),
    [stepInput.isThought]: bool(new Uint8Array(count * slots), [count, slots]),
    [stepInput.state]: float32(new Float32Array(count * hiddenSize), [count, hiddenSize]),
    [stepInput.position]: int64(
      Int32Array.from({ length: count * slots }, (_, cell) => cell % slots),
      [count, slots],
    ),
    [stepInput.last]: int64(
      lanes.map(({ prefixLength }) => prefixLength - 1),
      [count, 1],
    ),
    [stepInput.suffixBlock]: int64(
      Int32Array.from({ length: count * kvHeads }, (_, block) => block),
      [count * kvHeads],
    ),
    [stepInput.prefixMask]: float32(new Float32Array(0), [count, 1, 1, 1, 1, 0]),
    [stepInput.suffixMask]: float32(causal, [1, 1, 1, 1, slots, slots]),
    [stepInput.logitRow]: int64([], [0]),
    ...editTables(edits, count * slots, model),
    ...knockoutMasks(knockouts, { lanes: count, rows: 1, slots, keys: slots, prefixSlots: 0 }, model),
    ...KeyValueCache.empty(layers, [count, kvHeads, 0, headDim]).feeds('prefix'),
    ...KeyValueCache.empty(layers, [count, kvHeads, 1, 0, headDim]).feeds('suffix'),
  };
}
