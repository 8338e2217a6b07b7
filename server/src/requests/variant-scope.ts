import type { FieldViolation } from '../errors.js';
import type { ReferenceSet } from '../references/reference-set.js';
import type { SourceRuns } from './source-runs.js';
import type { VectorTable } from './vector-table.js';
import type { WorkBudget } from './work-budget.js';

/** What the variants of a request are checked against and made with. */
export interface VariantScope {
  readonly layers: number;
  readonly heads: number;
  readonly headDim: number;
  readonly hiddenSize: number;
  /** Thoughts that a rollout of the protocol runs. */
  readonly thoughts: number;
  /** The question's token ids; empty when the question itself is wrong. */
  readonly question: readonly number[];
  /** Source questions by id, as token ids. */
  readonly sources: ReadonlyMap<string, readonly number[]>;
  readonly references: ReferenceSet;
  /** Values of other runs that edits need. */
  readonly runs: SourceRuns;
  /** What edits add. */
  readonly vectors: VectorTable;
  /** What may still be changed. */
  readonly work: WorkBudget;
  readonly wrong: FieldViolation[];
}
