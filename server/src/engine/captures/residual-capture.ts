import { stepOutput } from '@codiscope/models';

import type { ResidualPlan, SlotSelection } from './capture-plan.js';
import type { Recorder, RowReading } from './row-reading.js';
import type { SlotAddress } from './slot-address.js';
import { stacked } from './stacked.js';

/** Captured vectors of one site. */
export interface CapturedResiduals {
  readonly plan: ResidualPlan;
  readonly slots: readonly SlotAddress[];
  /** float32 [slots, layers or 1, width or 1]. */
  readonly values: Float32Array;
  readonly shape: readonly [number, number, number];
}

/** Keeps vectors of one site. */
export class ResidualCapture implements Recorder {
  private readonly slots: SlotAddress[] = [];
  private readonly vectors: Float32Array[] = [];

  constructor(private readonly plan: ResidualPlan) {}

  fetches(slot: SlotAddress): readonly string[] {
    const { site, layers, slots } = this.plan;
    if (!isSelected(slot, slots)) return [];
    if (site === 'final_norm') return [stepOutput.state];
    if (site === 'embed') return [stepOutput.value({ site, layer: null })];
    return layers.map((layer) => stepOutput.value({ site, layer }));
  }

  read(reading: RowReading): void {
    const { site, layers, norms } = this.plan;
    this.slots.push(reading.address);
    const found =
      site === 'final_norm'
        ? [reading.finalNorm()]
        : site === 'embed'
          ? [reading.vector({ site, layer: null })]
          : layers.map((layer) => reading.vector({ site, layer }));
    for (const vector of found) {
      this.vectors.push(norms ? Float32Array.of(euclideanNorm(vector)) : vector.slice());
    }
  }

  finish(): CapturedResiduals {
    const { plan, slots, vectors } = this;
    const { values, width } = stacked(vectors);
    return { plan, slots, values, shape: [slots.length, Math.max(1, plan.layers.length), width] };
  }
}

function isSelected(slot: SlotAddress, selection: SlotSelection): boolean {
  switch (slot.kind) {
    case 'question':
      return selection.question.includes(slot.position);
    case 'bot':
      return selection.bot;
    case 'thought':
      return selection.thoughts.includes(slot.number);
    case 'eot':
      return selection.eot;
    case 'answer':
      return selection.answer;
  }
}

/** The Euclidean norm, summed in double precision. */
export function euclideanNorm(vector: Float32Array): number {
  let sum = 0;
  for (const value of vector) sum += value * value;
  return Math.sqrt(sum);
}
