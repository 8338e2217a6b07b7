import type { DecompositionResults } from '@codiscope/analysis';

import { table } from '../terminal/table.js';
import { mean } from './thought-columns.js';

/** Which layer and slot decide for the right number against its strongest rival, as a table. */
export function tellDecomposition({
  problems,
  groups,
  layers,
  additivity: { largest_error: error, not_additive: failed, tolerance },
}: DecompositionResults): string {
  const found = problems.flatMap(({ difference }) => difference ?? []);
  const nats = (value: number): string => value.toFixed(2).replace('-', '−');
  const attention = (layer: number): number[] =>
    groups.map((_, group) => mean(found.map((parts) => parts.attention[layer]?.[group] ?? 0)));
  const mlp = (layer: number): number => mean(found.map((parts) => parts.mlp[layer] ?? 0));
  const rows = Array.from({ length: layers }, (_, layer) => [...attention(layer), mlp(layer)]);
  const all = rows.reduce<number[]>(
    (sums, row) => row.map((value, column) => value + (sums[column] ?? 0)),
    [],
  );
  const embedding = mean(found.map((parts) => parts.embedding));
  const bias = mean(found.map((parts) => parts.bias));
  return [
    `Logit of the right number less that of its strongest rival, mean over ${found.length} of ${problems.length} problems: ${nats(mean(found.map(({ logit }) => logit)))}, by layer and source slot`,
    table(
      ['layer', ...groups.map((group) => group.replace('_', ' ')), 'MLP'],
      [...rows.map((row, layer) => [String(layer), ...row.map(nats)]), ['all', ...all.map(nats)]],
    ),
    `and ${nats(embedding)} of the slot's own embedding${bias === 0 ? '' : `, ${nats(bias)} of biases`}; the parts add up within ${error.toExponential(1)} of the logit (${Number(tolerance.toPrecision(2))} is allowed; beyond it: ${failed.length} problems)`,
  ].join('\n');
}
