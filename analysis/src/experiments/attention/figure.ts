import { groupName } from '../../words/key-group.js';
import { percent } from '../../words/notation.js';
import { entryAt } from '../../words/required.js';
import type { FigureRule } from '../experiment.js';
import type { AttentionFacts } from './summary.js';

/** Figure 9: where the row that predicts the number looks, layer by layer. */
export const attentionFigures: readonly FigureRule<AttentionFacts>[] = [
  {
    name: '9_attention_mass',
    needs: 'a problem that is left after the exclusions',
    make: ({ attention_mass: mass }) => {
      const layers = Object.entries(mass).filter(([, { problems }]) => problems > 0);
      const [first] = layers;
      if (first === undefined) return null;
      const [, { groups, problems }] = first;
      const categories = layers.map(([key]) => key.replace('layer_', ''));
      const parts = groups.map(({ group }, place) => ({
        group,
        values: layers.map(([, layer]) => entryAt(layer.groups, place, `the mass of ${group}`).mean),
      }));
      return {
        title: 'Where the row that predicts the number looks',
        caption:
          'Attention weight by group of keys, mean over heads and ' +
          `${problems} baseline-correct problems; every bar sums to 1. In the bars: the group’s sign, and percent of the layer’s weight.`,
        panels: [
          {
            kind: 'stack',
            title: [],
            categories,
            categoryTitle: 'Layer',
            parts,
            xTitle: 'Share of the attention weight',
          },
        ],
        across: 1,
        legend: [],
        numbers: {
          head: ['group of keys', ...categories.map((layer) => `layer ${layer}`)],
          rows: parts.map(({ group, values }) => [groupName(group), ...values.map(percent)]),
        },
      };
    },
  },
];
