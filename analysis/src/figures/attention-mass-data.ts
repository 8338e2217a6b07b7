import { readersNote } from '../results/readers-note.js';
import type { Summary } from '../summary/index.js';
import { groupText } from '../summary/index.js';

/** One part of a bar; shares of 1. */
export interface MassPart {
  readonly group: string;
  readonly start: number;
  readonly end: number;
  /** Written into the part where there is room: its thought's number or its share in percent. */
  readonly label: string;
}

/** What figure 9 shows. */
export interface AttentionMassFigure {
  readonly title: string;
  readonly subtitle: string;
  readonly footnote: string | null;
  readonly groups: readonly { readonly group: string; readonly name: string }[];
  readonly bars: readonly { readonly layer: string; readonly parts: readonly MassPart[] }[];
}

/** The data of figure 9: where the row that predicts the number looks, layer by layer; null for no problem. */
export function attentionMassFigure(summary: Summary): AttentionMassFigure | null {
  const layers = Object.entries(summary.attention_mass).filter(([, { problems }]) => problems > 0);
  const [first] = layers;
  if (first === undefined) return null;
  return {
    title: 'Where the row that predicts the number looks',
    subtitle:
      'Attention weight by group of keys, mean over heads and ' +
      `${first[1].problems} baseline-correct problems; every bar sums to 1. Numbers in the bars: percent of the layer’s weight.`,
    footnote: readersNote(summary),
    groups: first[1].groups.map(({ group }) => ({ group, name: groupText(group) })),
    bars: layers.map(([key, { groups }]) => {
      let start = 0;
      const parts = groups.map(({ group, mean }): MassPart => {
        const part = { group, start, end: start + mean, label: (100 * mean).toFixed(0) };
        start += mean;
        return part;
      });
      return { layer: key.replace('layer_', ''), parts };
    }),
  };
}
