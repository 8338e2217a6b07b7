import { stepOutput } from '@codiscope/models';

import { entryAt, required } from '@codiscope/models/required';
import type { TokenLogProb } from '../distribution.js';
import type { Readouts } from '../readouts.js';
import type { LensPlan } from './capture-plan.js';
import type { Recorder, RowReading } from './row-reading.js';
import type { SlotAddress } from './slot-address.js';

/** What the state that becomes a thought decodes to, at one layer. */
export interface CapturedLens {
  /** From 1. */
  readonly thought: number;
  readonly layer: number;
  /** The likeliest first. */
  readonly top: readonly TokenLogProb[];
}

/** Keeps the residual stream of the slots whose states become thoughts: BOT for thought 1, thought k - 1 for k. */
export class LensCapture implements Recorder {
  private readonly states: { thought: number; layer: number; vector: Float32Array }[] = [];

  constructor(
    private readonly plan: LensPlan,
    /** Thoughts that the variant runs. */
    private readonly thoughts: number,
  ) {}

  /** The thought that the state of a slot becomes; null for none. */
  private becomes({ kind, number }: SlotAddress): number | null {
    if (kind !== 'bot' && kind !== 'thought') return null;
    const thought = kind === 'bot' ? 1 : number + 1;
    return thought <= this.thoughts ? thought : null;
  }

  fetches(slot: SlotAddress): readonly string[] {
    if (this.becomes(slot) === null) return [];
    return this.plan.layers.map((layer) => stepOutput.value({ site: 'resid_post', layer }));
  }

  read(reading: RowReading): void {
    const thought = required(this.becomes(reading.address), 'the thought that a read slot becomes');
    for (const layer of this.plan.layers) {
      const vector = reading.vector({ site: 'resid_post', layer }).slice();
      this.states.push({ thought, layer, vector });
    }
  }

  /** By thought, then by layer. */
  async finish(readouts: Readouts): Promise<CapturedLens[]> {
    const { states, plan } = this;
    if (states.length === 0) return [];
    const tops = await readouts.lens(
      states.map(({ vector }) => vector),
      plan.top,
    );
    return states.map(({ thought, layer }, index) => ({
      thought,
      layer,
      top: entryAt(tops, index, 'the tokens of a state'),
    }));
  }
}
