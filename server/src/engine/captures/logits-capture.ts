import { stepOutput } from '@codiscope/models';

import { required } from '@codiscope/models/required';
import { topTokens, type TokenLogProb } from '../distribution.js';
import type { Recorder, RowReading } from './row-reading.js';
import type { SlotAddress } from './slot-address.js';
import { stacked } from './stacked.js';

/** The most likely tokens behind one generated token. */
export interface CapturedNextTokens {
  /** The slot that predicts it. */
  readonly slot: SlotAddress;
  readonly top: readonly TokenLogProb[];
}

/** Keeps the logits behind each generated token, or the most likely tokens of them. */
export class LogitsCapture implements Recorder {
  private readonly rows: Float32Array[] = [];
  /** In order of position. */
  readonly nextTokens: CapturedNextTokens[] = [];

  /** `top`: how many of the most likely tokens; 0 for none. */
  constructor(
    private readonly whole: boolean,
    private readonly top: number,
  ) {}

  fetches({ kind }: SlotAddress): readonly string[] {
    return kind === 'eot' || kind === 'answer' ? [stepOutput.logits] : [];
  }

  read({ address, logits }: RowReading): void {
    const row = required(logits, 'the logits of a read slot');
    if (this.whole) this.rows.push(row.slice());
    if (this.top > 0) this.nextTokens.push({ slot: address, top: topTokens(row, this.top) });
  }

  /** float32 [tokens, V + 2]; null unless whole rows are kept. */
  logits(): Float32Array | null {
    return this.whole ? stacked(this.rows).values : null;
  }
}
