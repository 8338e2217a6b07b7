import { stepOutput } from '@codiscope/models';

import type { NextRow } from './branching.js';
import { KeyValueCache } from './key-value-cache.js';
import { ScorePath } from './path.js';
import type { QuestionRun } from './question-run.js';
import { residualOutputs } from './residual-outputs.js';
import type { VariantRun } from './variant-run.js';

/** A row of a step, at its place in the batch. */
export interface PlacedRow {
  readonly question: QuestionRun;
  /** p. */
  readonly questionIndex: number;
  /** r. */
  readonly rowIndex: number;
  /** b = p * R + r. */
  readonly batchRow: number;
  readonly row: NextRow;
  /** The variants whose own answer (not only their score) is computed in this row. */
  readonly answering: readonly VariantRun[];
}

/** The rows of one step: P questions with R rows each, of which some may be idle. */
export class StepBatch {
  /** R: the rows of the question that has most. */
  readonly rows: number;
  /** The rows with work. */
  readonly placed: readonly PlacedRow[];
  /** Batch rows that go through the head: those that predict a token, and thoughts that are decoded. */
  readonly headRows: readonly number[];

  /** `least`: fewer rows a question than this are filled up with idle ones. */
  constructor(
    readonly questions: readonly QuestionRun[],
    least: number,
  ) {
    this.rows = Math.max(least, ...questions.map((question) => question.next.length));
    this.placed = questions.flatMap((question, questionIndex) =>
      question.next.map((row, rowIndex) => ({
        question,
        questionIndex,
        rowIndex,
        batchRow: questionIndex * this.rows + rowIndex,
        row,
        answering: question.variants.filter((variant) => row.paths.includes(variant.answer)),
      })),
    );
    this.headRows = this.placed
      .filter((place) => place.row.slot.kind === 'token' || wantsLogits(place))
      .map(({ batchRow }) => batchRow);
  }

  /** B = P * R. */
  get size(): number {
    return this.questions.length * this.rows;
  }

  /** The outputs that somebody reads. */
  fetches(layers: number): string[] {
    const names = new Set([stepOutput.state, ...KeyValueCache.fetches(layers)]);
    for (const place of this.placed) {
      const { slot } = place.row;
      if (slot.kind === 'token') names.add(stepOutput.next);
      if (wantsLogits(place)) names.add(stepOutput.logits);
      for (const variant of place.answering) {
        const { capture } = variant.plan;
        if (variant.wantsAttention(slot)) {
          for (const layer of capture?.attention?.layers ?? []) names.add(stepOutput.attention(layer));
        }
        if (slot.kind === 'token') continue;
        for (const name of (capture?.residuals ?? []).flatMap(residualOutputs)) names.add(name);
      }
    }
    return [...names];
  }
}

/** Whether the row's logits are read, not only its most likely token. */
function wantsLogits({ row, answering }: Omit<PlacedRow, 'batchRow'>): boolean {
  const { slot, paths } = row;
  return (
    paths.some((path) => path instanceof ScorePath && path.wantsLogits(slot)) ||
    answering.some((variant) => variant.wantsLogits(slot))
  );
}
