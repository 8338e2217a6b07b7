import { stepOutput } from '@codiscope/models';

import type { NextRow } from './branching.js';
import type { Recorder } from './captures/row-reading.js';
import { addressOf, type SlotAddress } from './captures/slot-address.js';
import { KeyValueCache } from './key-value-cache.js';
import type { Lane } from './lane.js';
import { ScorePath, type AnswerPath } from './path.js';
import type { VariantRun } from './variant-run.js';

/** A row of a step, at its place in the batch. */
export interface PlacedRow {
  readonly lane: Lane;
  /** p. */
  readonly laneIndex: number;
  /** r. */
  readonly rowIndex: number;
  /** b = p * R + r. */
  readonly batchRow: number;
  readonly row: NextRow;
  readonly address: SlotAddress;
  /** The variants whose own answer (not only their score) is computed in this row. */
  readonly answering: readonly VariantRun[];
  /** What reads this row, and what it reads of it. */
  readonly readers: readonly { readonly recorder: Recorder; readonly fetches: readonly string[] }[];
}

/** The rows of one step: P lanes with R rows each, of which some may be idle. */
export class StepBatch {
  /** R: the rows of the lane that has most. */
  readonly rows: number;
  /** The rows with work. */
  readonly placed: readonly PlacedRow[];
  /** Batch rows that go through the head: those that predict a token. */
  readonly headRows: readonly number[];
  private readonly rowOfPath: ReadonlyMap<AnswerPath | ScorePath, PlacedRow>;

  /** `least`: fewer rows a lane than this are filled up with idle ones. `slots`: slots behind BOT so far. */
  constructor(
    readonly lanes: readonly Lane[],
    least: number,
    slots: number,
  ) {
    this.rows = Math.max(least, ...lanes.map((lane) => lane.next.length));
    this.placed = lanes.flatMap((lane, laneIndex) =>
      lane.next.map((row, rowIndex): PlacedRow => {
        const address = addressOf(row.slot, lane.prefixLength + slots);
        const batchRow = laneIndex * this.rows + rowIndex;
        const answering = lane.variants.filter((variant) => row.paths.includes(variant.answer));
        return {
          lane,
          laneIndex,
          rowIndex,
          batchRow,
          row,
          address,
          answering,
          readers: readersOf(lane, row, address),
        };
      }),
    );
    this.headRows = this.placed
      .filter(({ row }) => row.slot.kind === 'token')
      .map(({ batchRow }) => batchRow);
    this.rowOfPath = new Map(this.placed.flatMap((place) => place.row.paths.map((path) => [path, place])));
  }

  /** B = P * R. */
  get size(): number {
    return this.lanes.length * this.rows;
  }

  /** Where the clean run of a lane's question is in this step; null when it has ended or nobody refers to it. */
  cleanRow(lane: Lane): PlacedRow | null {
    const { clean } = lane.question;
    return clean ? (this.rowOfPath.get(clean.answer) ?? null) : null;
  }

  /** The outputs that somebody reads. */
  fetches(layers: number): string[] {
    const names = new Set([stepOutput.state, ...KeyValueCache.fetches(layers)]);
    for (const { row, readers } of this.placed) {
      const { slot, paths } = row;
      if (slot.kind === 'token') names.add(stepOutput.next);
      const scored = paths.some((path) => path instanceof ScorePath && path.wantsLogits(slot));
      if (scored) names.add(stepOutput.logits);
      for (const { fetches } of readers) for (const name of fetches) names.add(name);
    }
    return [...names];
  }
}

/** What reads a row: the captures of the variants whose answer or forced answer is computed in it. */
function readersOf({ variants }: Lane, row: NextRow, address: SlotAddress): PlacedRow['readers'] {
  return variants.flatMap((variant) => {
    const { answer, score, answerRecorders, scoreRecorders } = variant;
    const recorders = [
      ...(row.paths.includes(answer) ? answerRecorders : []),
      ...(score && row.paths.includes(score) ? scoreRecorders : []),
    ];
    return recorders
      .map((recorder) => ({ recorder, fetches: recorder.fetches(address) }))
      .filter(({ fetches }) => fetches.length > 0);
  });
}
