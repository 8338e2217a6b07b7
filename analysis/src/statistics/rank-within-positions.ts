import type { PairedRow } from './paired-table.js';
import { averageRanks } from './spearman.js';

/**
 * A table whose x (and, if asked, y) are ranks among the rows at the same position, as shares between 0 and 1: equal
 * values share their mean rank.
 *
 * Attention weights differ between positions by orders of magnitude, and what moves them multiplies them. Means of rows
 * and positions that are taken off such values leave a remainder in which a hard problem still shows: its large weight
 * grows more than its small ones. Ranks have the same spread at each position, so that taking means off them takes the
 * problem off (the rank transform of Conover and Iman 1981, inside each position).
 */
export function rankWithinPositions(table: readonly PairedRow[], which: 'x' | 'both' = 'both'): PairedRow[] {
  const x = ranksOf(table, ({ x: values }) => values);
  const y = which === 'both' ? ranksOf(table, ({ y: values }) => values) : table.map((row) => row.y);
  return table.map((_, row) => ({ x: x[row] ?? [], y: y[row] ?? [] }));
}

/** [rows][positions] */
function ranksOf(table: readonly PairedRow[], valuesOf: (row: PairedRow) => readonly number[]): number[][] {
  const width = valuesOf(table[0] ?? { x: [], y: [] }).length;
  const columns = Array.from({ length: width }, (_, position) =>
    averageRanks(table.map((row) => valuesOf(row)[position] ?? 0)),
  );
  return table.map((_, row) => columns.map((ranks) => ((ranks[row] ?? 0) - 0.5) / table.length));
}
