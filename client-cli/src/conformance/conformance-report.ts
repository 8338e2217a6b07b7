import { entryAt } from '@codiscope/models/required';

/** What was compared, under one heading. */
export interface Comparison {
  /** "logits", "attention", .. */
  readonly quantity: string;
  /** Tensors or token sequences that were compared. */
  compared: number;
  /** Norm of the difference over norm of the reference, the largest; null for tokens. */
  largestRelativeError: number | null;
  /** Where it is, such as "question 2, thought 4 zeroed after layer 3". */
  at: string | null;
  /** Token sequences that differ. */
  mismatches: number;
}

/** ||found - expected|| / ||expected||; 0 for equal ones of norm 0, Infinity when their lengths differ. */
export function relativeError(found: Float32Array, expected: Float32Array): number {
  if (found.length !== expected.length) return Infinity;
  let difference = 0;
  let norm = 0;
  expected.forEach((value, index) => {
    difference += (entryAt(found, index, 'a number that was compared') - value) ** 2;
    norm += value ** 2;
  });
  return difference === 0 ? 0 : Math.sqrt(difference / norm);
}

/** Collects comparisons by quantity. */
export class ConformanceReport {
  private readonly rows = new Map<string, Comparison>();

  private row(quantity: string): Comparison {
    let row = this.rows.get(quantity);
    if (!row) {
      row = { quantity, compared: 0, largestRelativeError: null, at: null, mismatches: 0 };
      this.rows.set(quantity, row);
    }
    return row;
  }

  /** Compares numbers. */
  numbers(quantity: string, at: string, found: Float32Array, expected: Float32Array): void {
    const row = this.row(quantity);
    const error = relativeError(found, expected);
    row.compared++;
    if (row.largestRelativeError === null || !(error <= row.largestRelativeError)) {
      row.largestRelativeError = error;
      row.at = at;
    }
  }

  /** Compares token sequences. */
  tokens(quantity: string, at: string, found: readonly number[], expected: readonly number[]): void {
    const row = this.row(quantity);
    row.compared++;
    if (found.length === expected.length && found.every((token, index) => token === expected[index])) return;
    row.mismatches++;
    row.at ??= at;
  }

  get comparisons(): readonly Comparison[] {
    return [...this.rows.values()];
  }

  get largestRelativeError(): number {
    return Math.max(0, ...this.comparisons.flatMap((row) => row.largestRelativeError ?? []));
  }

  get mismatches(): number {
    return this.comparisons.reduce((sum, row) => sum + row.mismatches, 0);
  }
}
