import { layerText } from '../../shared/nearest-layer.js';
import type { ReportLayer } from '../../shared/report-data.js';
import { element } from '../element.js';
import { choice } from './choice.js';
import type { Seen } from './seen.js';

/** Which layer and head are looked at. */
export function viewChoices({ data, state, layer, set }: Seen): HTMLElement {
  const layers = new Map<number, ReportLayer>();
  for (const source of [data.attention.layers, data.lens?.layers ?? [], data.routing?.layers ?? []])
    for (const each of source) if (!layers.has(each.layer)) layers.set(each.layer, each);
  const sorted = [...layers.values()].sort((a, b) => a.layer - b.layer);
  const heads = data.attention.heads.shape[2] ?? 0;
  return element('div', { class: 'choices' }, [
    choice(
      'Layer',
      'layer',
      sorted.map((each) => ({ value: String(each.layer), text: layerText(each) })),
      String(layer),
      (value) => {
        set({ layer: Number(value) });
      },
    ),
    choice(
      'Head (attention)',
      'head',
      [
        { value: '', text: 'mean over heads' },
        ...Array.from({ length: heads }, (_, head) => ({ value: String(head), text: `head ${head}` })),
      ],
      state.head === null ? '' : String(state.head),
      (value) => {
        set({ head: value === '' ? null : Number(value) });
      },
    ),
  ]);
}
