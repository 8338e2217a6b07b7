import type { Correlation } from './correlation.js';
import type { PairedRow } from './paired-table.js';
import { columnsOf } from './paired-table.js';
import { pearson } from './pearson.js';
import { withinGroupCorrelation } from './within-group.js';

/** What remains of a relation without one position (thought). */
export interface WithoutPosition {
  /** The position left out, from 1. */
  readonly position: number;
  readonly pooled: Correlation;
  readonly withinPosition: Correlation;
  readonly withinRow: Correlation;
}

/**
 * The correlations of a table without each position in turn. A pooled r that one position carries collapses when
 * that position goes. Each p is naive (pairs taken as independent).
 *
 * @throws AnalysisError `BAD_ARGUMENT` for rows of different width or values that are not finite.
 */
export function leaveOnePositionOut(table: readonly PairedRow[]): WithoutPosition[] {
  const { x, y, rows, positions } = columnsOf(table);
  const width = table[0]?.x.length ?? 0;
  return Array.from({ length: width }, (_, index) => index + 1).map((position) => {
    const kept = (values: readonly number[]): number[] =>
      values.filter((_, pair) => positions[pair] !== position);
    const [keptX, keptY] = [kept(x), kept(y)];
    return {
      position,
      pooled: pearson(keptX, keptY),
      withinPosition: withinGroupCorrelation(keptX, keptY, kept(positions)),
      withinRow: withinGroupCorrelation(keptX, keptY, kept(rows)),
    };
  });
}
