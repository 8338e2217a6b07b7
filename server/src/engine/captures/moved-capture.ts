import { stepOutput } from '@codiscope/models';

import { entryAt } from '@codiscope/models/required';
import type { VectorEdit, VariantPlan, PrefixPlan } from '../rollout-plan.js';
import type { Recorder, RowReading } from './row-reading.js';
import type { SlotAddress } from './slot-address.js';

/** A changed vector beside the clean run's. */
export interface MovedVector {
  readonly edit: VectorEdit;
  readonly slot: SlotAddress;
  readonly value: Float32Array;
  /** Null where the clean run is at another slot at the same time. */
  readonly clean: Float32Array | null;
}

/** Keeps every vector that the variant changes, and what the clean run has there. */
export class MovedCapture implements Recorder {
  readonly moved: MovedVector[] = [];

  constructor(
    private readonly variant: VariantPlan,
    private readonly prefix: PrefixPlan,
    private readonly headDim: number,
  ) {}

  private edits({ kind, number, position }: SlotAddress): readonly VectorEdit[] {
    switch (kind) {
      case 'question':
      case 'bot':
        return this.prefix.changes.flatMap((changed) =>
          changed.position === position ? changed.change.edits : [],
        );
      case 'thought':
        return entryAt(this.variant.thoughtChanges, number - 1, 'the change of a thought').edits;
      case 'eot':
        return this.variant.eotChange.edits;
      case 'answer':
        return [];
    }
  }

  fetches(slot: SlotAddress): readonly string[] {
    return this.edits(slot).map(({ point }) => stepOutput.value(point));
  }

  read(reading: RowReading, clean: RowReading | null): void {
    const slot = reading.address;
    const sameSlot = clean?.address.kind === slot.kind && clean.address.number === slot.number;
    for (const edit of this.edits(slot)) {
      const value = this.vector(reading, edit);
      this.moved.push({ edit, slot, value, clean: clean && sameSlot ? this.vector(clean, edit) : null });
    }
  }

  private vector(reading: RowReading, { point, head }: VectorEdit): Float32Array {
    const whole = reading.vector(point);
    if (head === null) return whole.slice();
    return whole.slice(head * this.headDim, (head + 1) * this.headDim);
  }
}
