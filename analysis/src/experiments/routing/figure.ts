import type { MatrixPanel } from '../../words/figure.js';
import { percent } from '../../words/notation.js';
import { required } from '../../words/required.js';
import type { FigureRule } from '../experiment.js';
import type { RoutingFacts, RoutingSummary } from './summary.js';

/** What is no token of the question. */
const LATENT = 'latent';

/** Figure 10: what of the question each thought looks at. */
export const routingFigures: readonly FigureRule<RoutingFacts>[] = [
  {
    name: '10_question_routing',
    needs: 'routing results',
    make: ({ routing }) => {
      if (routing === null) return null;
      const layers = Object.keys(routing.by_layer);
      const classes = Object.keys(routing.token_shares);
      const shares = Object.entries(routing.token_shares).map(([name, share]) => `${name} ${percent(share)}`);
      const panels = layers.map((layer) => panelOf(routing, layer, classes));
      return {
        title: 'What each thought looks at in the question',
        caption:
          'Weight of the thought’s own row on the tokens of each class, and on BOT and thoughts (latent), mean over heads and ' +
          `${routing.problems} problems, in percent; each row sums to 100. Of the question’s tokens ${shares.join(', ')}: ` +
          'attention spread evenly over the question would have these proportions.',
        panels,
        across: 2,
        legend: [],
        numbers: {
          head: ['layer', 'thought', ...classes, LATENT],
          rows: panels.flatMap(({ values, rows }, place) =>
            values.map((row, index) => [
              (layers[place] ?? '').replace('layer_', ''),
              rows[index] ?? '',
              ...row.map((value) => percent(required(value, 'a mean weight'))),
            ]),
          ),
        },
      };
    },
  },
];

function panelOf(routing: RoutingSummary, layer: string, classes: readonly string[]): MatrixPanel {
  const thoughts = required(routing.by_layer[layer], layer);
  return {
    kind: 'matrix',
    title: [layer.replace('layer_', 'Layer ')],
    rows: thoughts.map(({ thought }) => String(thought)),
    columns: [...classes, LATENT],
    rowTitle: 'Thought',
    columnTitle: 'Class of token',
    values: thoughts.map((row) => [
      ...classes.map((name) => required(row.classes[name], `the weight on ${name}`).mean),
      row.elsewhere.mean,
    ]),
    form: { unit: 'percent', decimals: 1 },
    labelled: true,
    counts: [],
    notes: [],
    empty: [],
    marks: [],
    mark: 'frame',
    markMeans: '',
    top: 1,
    diverging: false,
    scaleTitle: ['Weight'],
    scaleLabels: ['0 %', '50 %', '100 %'],
    stair: [],
    problems: [],
    groups: [],
  };
}
