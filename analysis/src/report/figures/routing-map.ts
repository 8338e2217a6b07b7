import type { RoutingResults } from '../../results/routing.js';
import { mean } from '../../statistics/index.js';
import { percent } from '../../summary/index.js';
import type { MatrixFigure } from '../shared/figure.js';
import { layerText } from '../shared/nearest-layer.js';
import { thoughtNames } from './caption-of-n.js';

/** Which classes of question tokens each thought looks at, at one layer: thoughts by classes. */
export function routingMap(routing: RoutingResults, layer: number): MatrixFigure | null {
  const { problems, thoughts, token_classes: classes, layers } = routing;
  const named = layers.find((each) => each.layer === layer);
  const rows = problems.flatMap(({ by_layer: byLayer }) => byLayer[`layer_${layer}`] ?? []);
  if (named === undefined || rows.length === 0) return null;
  const names = [...classes, 'elsewhere'];
  const values = Array.from({ length: thoughts }, (_, thought) =>
    names.map((_, place) =>
      mean(
        rows.map(({ by_class: byClass, elsewhere }) =>
          place < classes.length ? (byClass[thought]?.[place] ?? 0) : (elsewhere[thought] ?? 0),
        ),
      ),
    ),
  );
  return {
    kind: 'matrix',
    id: 'routing',
    title: `What each thought looks at, layer ${layerText(named)}`,
    caption:
      'Attention of each thought’s row over the question’s tokens by class, and over BOT and thoughts (elsewhere); ' +
      `in percent, mean over heads and n = ${rows.length} problems. Each row adds up to 100 %.`,
    rows: thoughtNames(thoughts),
    columns: names,
    problems: [],
    groups: [],
    xTitle: 'Class of token',
    yTitle: '',
    values,
    top: Math.max(...values.flat()),
    diverging: false,
    form: { unit: 'percent', decimals: 0 },
    labelled: true,
    marks: [],
    markMeans: '',
    notes: [],
    numbers: {
      head: ['', ...names],
      rows: values.map((row, index) => [`Thought ${index + 1}`, ...row.map(percent)]),
    },
  };
}
