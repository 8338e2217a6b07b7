import { readersNote } from '../words/readers-note.js';
import type { Summary } from '../summary/index.js';
import { groupName, groupSign } from '../words/key-group.js';

/** One part of a bar; shares of 1. */
export interface MassPart {
  readonly group: string;
  readonly start: number;
  readonly end: number;
  /** Written into the part where there is room, the longest that fits: its sign and percent, or percent alone. */
  readonly labels: readonly [string, string];
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
      `${first[1].problems} baseline-correct problems; every bar sums to 1. In the bars: the group’s sign, and percent of the layer’s weight.`,
    footnote: readersNote(summary),
    groups: first[1].groups.map(({ group }) => ({
      group,
      name: `${groupSign(group)}  ${groupName(group)}`,
    })),
    bars: layers.map(([key, { groups }]) => {
      let start = 0;
      const parts = groups.map(({ group, mean }): MassPart => {
        const percent = (100 * mean).toFixed(0);
        const labels = [`${groupSign(group)} ${percent}`, percent] as const;
        const part = { group, start, end: start + mean, labels };
        start += mean;
        return part;
      });
      return { layer: key.replace('layer_', ''), parts };
    }),
  };
}
