import { groupName, thoughtGroup } from '../../../words/key-group.js';
import { entryAt } from '../../../words/required.js';
import { layerText, nearestLayer } from '../../shared/nearest-layer.js';
import { valueAt } from '../../shared/packed.js';
import { cellColour, inkOn } from '../colours.js';
import { cell, element, rowHead, scrolledTable } from '../element.js';
import { shortPercent } from '../number-text.js';
import { currentTheme } from '../theme.js';
import { part, thoughtsOf, type Seen } from './part.js';

/** Where the row that predicts the number looks: layers by groups of keys, or by thoughts for one head. */
export function attentionView(seen: Seen): HTMLElement {
  const { data, place, state, layer } = seen;
  const { layers, mass, heads } = data.attention;
  if (valueAt(mass, place, 0, 0) === null) {
    return part('Attention', 'The answer has no number, so no row predicts one.', [], 'attention-part');
  }
  const head =
    state.head !== null && state.head < entryAt(heads.shape, 2, 'the number of heads') ? state.head : null;
  const { columns, share } = head === null ? meanColumns(seen) : headColumns(seen, head);
  const chosen = nearestLayer(layers, layer);
  const rows = layers.map((each, at) =>
    element('tr', at === chosen ? { class: 'chosen' } : {}, [
      rowHead(layerText(each)),
      ...columns.map((_, column) => shadedCell(share(at, column))),
    ]),
  );
  const table = scrolledTable('Attention by layer', ['layer', ...columns], rows, { class: 'shaded' });
  const who = head === null ? 'mean over heads' : `head ${head} (counted from 0)`;
  const note = `Percent of the attention of the row that predicts the number, ${who}; each row adds up to 100.`;
  return part('Attention', note, [table], 'attention-part');
}

interface Columns {
  readonly columns: readonly string[];
  readonly share: (layer: number, column: number) => number | null;
}

function meanColumns({ data: { attention }, place }: Seen): Columns {
  return {
    columns: attention.groups.map(groupName),
    share: (layer, column) => valueAt(attention.mass, place, layer, column),
  };
}

function headColumns({ data, place }: Seen, head: number): Columns {
  const thoughts = thoughtsOf(data);
  const weights = (layer: number): (number | null)[] =>
    thoughts.map((_, index) => valueAt(data.attention.heads, place, layer, head, index));
  return {
    columns: [...thoughts.map((thought) => groupName(thoughtGroup(thought))), 'elsewhere'],
    share: (layer, column) => {
      const all = weights(layer);
      return column < thoughts.length ? entryAt(all, column, 'the weight') : restOf(all);
    },
  };
}

/** What is left of 1; null where a weight is not known. Weights are rounded, so the rest may seem to be below 0. */
function restOf(weights: readonly (number | null)[]): number | null {
  let rest = 1;
  for (const weight of weights) {
    if (weight === null) return null;
    rest -= weight;
  }
  return Math.max(0, rest);
}

/** A cell with a share in percent, the darker the larger. */
function shadedCell(share: number | null): HTMLTableCellElement {
  const made = cell(shortPercent(share), { class: 'number' });
  if (share !== null && share >= 0.005) {
    const fill = cellColour(share, false, currentTheme());
    Object.assign(made.style, { backgroundColor: fill, color: inkOn(fill) });
  }
  return made;
}
