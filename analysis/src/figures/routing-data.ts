import { readersNote } from '../words/readers-note.js';
import type { RoutingSummary, Summary } from '../summary/index.js';
import { percent } from '../summary/index.js';
import type { MatrixFigure, MatrixPanel } from './matrix-figure-data.js';

/** The data of figure 10: what of the question each thought looks at; null without routing results. */
export function routingFigure(summary: Summary): MatrixFigure | null {
  const { routing } = summary;
  if (routing === null || routing.problems === 0) return null;
  const layers = Object.keys(routing.by_layer);
  const classes = Object.keys(routing.token_shares);
  const shares = classes.map((name) => `${name} ${percent(routing.token_shares[name] ?? 0)}`).join(', ');
  return {
    title: 'What each thought looks at in the question',
    subtitle:
      'Weight of the thought’s own row on the tokens of each class, mean over heads and ' +
      `${routing.problems} problems, in percent; each row sums to 100. Of the question’s tokens ${shares}: ` +
      'attention spread evenly over the question would have these proportions.',
    footnote: readersNote(summary),
    panels: layers.map((layer) => panelOf(routing, layer, classes)),
    diverging: false,
    scaleTitle: 'Weight',
    scaleLabels: ['0 %', '50 %', '100 %'],
    markLegend: null,
    cellWidth: 52,
    cellHeight: 28,
    across: 2,
  };
}

function panelOf(routing: RoutingSummary, layer: string, classes: readonly string[]): MatrixPanel {
  const thoughts = routing.by_layer[layer] ?? [];
  const cellOf = (mean: number | null) => ({ share: mean, lines: [percent(mean ?? 0).slice(0, -2)] });
  return {
    title: layer.replace('layer_', 'Layer '),
    rowTitle: 'Thought',
    columnTitle: 'Class of token',
    rows: thoughts.map(({ thought }) => String(thought)),
    columns: [...classes, 'latent'],
    cells: thoughts.map((thought) => [
      ...classes.map((name) => cellOf(thought.classes[name]?.mean ?? null)),
      cellOf(thought.elsewhere.mean),
    ]),
  };
}
