import { groupName } from '../../shared/group-name.js';
import { layerText, nearestLayer } from '../../shared/nearest-layer.js';
import { valueAt } from '../../shared/packed.js';
import { element } from '../element.js';
import { part } from './part.js';
import { thoughtsOf, type Seen } from './seen.js';
import { shadedCell } from './shaded-cell.js';

/** Where the row that predicts the number looks: layers by groups of keys, or by thoughts for one head. */
export function attentionView(seen: Seen): HTMLElement {
  const { data, place, state, layer } = seen;
  const { layers, mass } = data.attention;
  if (valueAt(mass, place, 0, 0) === null) {
    return part('Attention', 'The answer has no number, so no row predicts one.', [], 'attention-part');
  }
  const heads = data.attention.heads.shape[2] ?? 0;
  const head = state.head !== null && state.head < heads ? state.head : null;
  const { columns, share } = head === null ? meanColumns(seen) : headColumns(seen, head);
  const chosen = nearestLayer(layers, layer);
  const table = element('table', { class: 'shaded' }, [
    element('thead', {}, [
      element('tr', {}, ['layer', ...columns].map((text) => element('th', { text, attributes: { scope: 'col' } }))), // prettier-ignore
    ]),
    element(
      'tbody',
      {},
      layers.map((each, at) =>
        element('tr', at === chosen ? { class: 'chosen' } : {}, [
          element('th', { text: layerText(each), attributes: { scope: 'row' } }),
          ...columns.map((_, column) => shadedCell(share(at, column))),
        ]),
      ),
    ),
  ]);
  const who = head === null ? 'mean over heads' : `head ${head} (counted from 0)`;
  const note = `Percent of the attention of the row that predicts the number, ${who}; each row adds up to 100.`;
  const frame = {
    class: 'scroll',
    attributes: { tabindex: 0, role: 'region', 'aria-label': 'Attention by layer' },
  };
  return part('Attention', note, [element('div', frame, [table])], 'attention-part');
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
  const weight = (layer: number, index: number): number =>
    valueAt(data.attention.heads, place, layer, head, index) ?? 0;
  return {
    columns: [...thoughts.map((thought) => `thought ${thought}`), 'elsewhere'],
    share: (layer, column) =>
      column < thoughts.length
        ? weight(layer, column)
        : Math.max(0, 1 - thoughts.reduce((sum, _, index) => sum + weight(layer, index), 0)),
  };
}
