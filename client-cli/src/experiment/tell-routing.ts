import type { RoutingResults } from '@codiscope/analysis';

import { table } from '../terminal/table.js';
import { layerName, mean } from './thought-columns.js';

/** Where each thought looks, by layer, as a table. */
export function tellRouting({ problems, layers, thoughts, token_classes: classes }: RoutingResults): string {
  const rows = layers.flatMap((named) => {
    const found = problems.flatMap(({ by_layer: byLayer }) => byLayer[`layer_${named.layer}`] ?? []);
    return Array.from({ length: thoughts }, (_, thought) => [
      layerName(named),
      String(thought + 1),
      ...classes.map((_, index) =>
        mean(found.map((each) => each.by_class[thought]?.[index] ?? 0)).toFixed(3),
      ),
      mean(found.map(({ elsewhere }) => elsewhere[thought] ?? 0)).toFixed(3),
    ]);
  });
  return `Attention of each thought's row on the question's tokens by class, mean over heads and ${problems.length} problems; a row sums to 1\n${table(
    ['layer', 'thought', ...classes, 'BOT and thoughts'],
    rows,
  )}`;
}
