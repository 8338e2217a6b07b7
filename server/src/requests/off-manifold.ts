import { SlotKind, type OffManifold, type Slot } from '@codiscope/proto';

import type { MovedVector } from '../engine/captures/moved-capture.js';
import { euclideanNorm } from '../engine/captures/residual-capture.js';
import type { SlotAddress } from '../engine/captures/slot-address.js';
import type { Reference } from '../references/reference.js';
import { entryAt } from '@codiscope/models/required';
import { siteOf } from './sites.js';

const KINDS = {
  question: SlotKind.QUESTION,
  bot: SlotKind.BOT,
  thought: SlotKind.THOUGHT,
  eot: SlotKind.EOT,
  answer: SlotKind.ANSWER,
} as const;

/** A slot as a message. */
export function slotMessage({ kind, number, position }: SlotAddress): Slot {
  return { kind: KINDS[kind], number, position };
}

/** How far a vector has been moved; `cloud`: clean values to compare with. */
export function measureMove(moved: MovedVector, cloud: Reference | null, headDim: number): OffManifold {
  const { edit, slot, value, clean } = moved;
  const { site, layer } = edit.point;
  const spread = cloud ? spreadAt(moved, cloud, headDim) : null;
  return {
    site: siteOf(site),
    layer: layer ?? undefined,
    head: edit.head ?? undefined,
    slot: slotMessage(slot),
    norm: euclideanNorm(value),
    cleanNorm: clean ? euclideanNorm(clean) : undefined,
    distance: spread ? distance(value, spread) : undefined,
    cleanDistance: spread && clean ? distance(clean, spread) : undefined,
  };
}

/** Mean and deviation of a slot's clean cloud. */
interface Spread {
  readonly mean: Float32Array;
  readonly deviation: Float32Array;
}

/** The clean cloud of a vector's place; null where the reference has none. */
function spreadAt({ edit, slot }: MovedVector, cloud: Reference, headDim: number): Spread | null {
  const { site, layer } = edit.point;
  if (slot.kind === 'question' || slot.kind === 'answer' || !cloud.has(site, layer)) return null;
  const index = slot.kind === 'bot' ? 0 : slot.kind === 'eot' ? cloud.facts.thoughts + 1 : slot.number;
  const whole = cloud.spread({ site, layer, slot: index });
  const { head } = edit;
  if (head === null) return whole;
  const ofHead = (all: Float32Array): Float32Array => all.subarray(head * headDim, (head + 1) * headDim);
  return { mean: ofHead(whole.mean), deviation: ofHead(whole.deviation) };
}

/** A deviation this small against the mean vector's components is rounding, not a spread. */
const ROUNDING = 1e-5;

/** sqrt(mean(((h - mean) / deviation)^2)) over the components that have a spread; undefined when none has. */
function distance(vector: Float32Array, { mean, deviation }: Spread): number | undefined {
  const least = (ROUNDING * euclideanNorm(mean)) / Math.sqrt(mean.length);
  let sum = 0;
  let count = 0;
  vector.forEach((value, index) => {
    const spread = entryAt(deviation, index, 'the deviation of a component');
    if (spread <= least) return;
    sum += ((value - entryAt(mean, index, 'the mean of a component')) / spread) ** 2;
    count++;
  });
  return count === 0 ? undefined : Math.sqrt(sum / count);
}
