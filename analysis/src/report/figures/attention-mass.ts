import type { AttentionResults } from '../../results/attention.js';
import { mean } from '../../statistics/index.js';
import { percent } from '../../summary/index.js';
import { groupName } from '../shared/group-name.js';
import type { StackFigure } from '../shared/figure.js';
import { layerText } from '../shared/nearest-layer.js';

/** Where the row that predicts the number looks, layer by layer; the parts of a layer add up to 1. */
export function attentionMass({ problems, layers }: AttentionResults): StackFigure | null {
  const rows = problems.flatMap(({ attention_by_layer: byLayer }) => (byLayer === null ? [] : [byLayer]));
  const groups = Object.keys(rows[0]?.[`layer_${layers[0]?.layer ?? 0}`]?.mass ?? {});
  if (groups.length === 0) return null;
  const parts = groups.map((group) => ({
    name: groupName(group),
    values: layers.map(({ layer }) =>
      mean(rows.map((byLayer) => byLayer[`layer_${layer}`]?.mass[group] ?? 0)),
    ),
  }));
  const categories = layers.map((layer) => `layer ${layerText(layer)}`);
  return {
    kind: 'stack',
    id: 'mass',
    title: 'Where the number is read from',
    caption:
      'Attention of the row that predicts the number by group of keys, mean over heads and over the ' +
      `n = ${rows.length} problems whose answer has a number (right or wrong). Each bar adds up to 100 %; “answer” is what it says before the number.`,
    categories,
    parts,
    yTitle: 'Share of the attention',
    numbers: {
      head: ['', ...categories],
      rows: parts.map(({ name, values }) => [name, ...values.map(percent)]),
    },
  };
}
