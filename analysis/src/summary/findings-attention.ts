import { detectableCorrelation } from '../planning/correlation.js';
import type { Association, LayerAssociation } from './association-schema.js';
import { correlationText, fixed, percent, pText } from '../words/notation.js';
import { entryAt, required } from '../words/required.js';
import type { HeadMap } from './head-map.js';
import type { LayerTest } from './schema.js';
import { conditionalText, pooledText, verdictSentence } from './verdict.js';

function splitSentence({
  covariance_split: split,
  without_strongest_position: without,
}: Association): string[] {
  if (split.between === null || split.within === null) return [];
  const rest =
    without.thought === null || without.r === null || without.p === null
      ? ''
      : `; without thought ${without.thought}, which contributes most, pooled r = ` +
        `${correlationText(without.r)} (naive ${pText(without.p)})`;
  const shares =
    // Shares of a sum that nearly cancels are huge and say nothing.
    Math.abs(split.between) > 2
      ? `The part of the covariance between positions and the part within them have opposite signs (${percent(split.between)} and ${percent(split.within)} of their sum)`
      : `Of the pooled covariance ${percent(split.between)} lies between positions and ${percent(split.within)} within them`;
  return [`${shares}${rest}.`];
}

/** Whether the conditional r is shown to be too small to matter, or what the data could have found. */
function equivalenceSentence({ equivalence: test }: Association, what: string): string[] {
  if (test.shown_smaller === null || test.p === null || test.interval_90 === null) return [];
  const numbers = `two one-sided tests ${pText(test.p)}, 90 % interval ${test.interval_90.map(correlationText).join(' to ')}`;
  if (test.shown_smaller) {
    return [
      `Inside problems and positions a correlation with ${what} as large as ${test.smallest_r} is ruled out (${numbers}).`,
    ];
  }
  const { r } = detectableCorrelation(test.pairs);
  const found =
    r === null ? '' : `; as many independent pairs find |r| = ${fixed(r, 2)} in 80 % of runs, no smaller one`;
  return [
    `Inside problems and positions a correlation with ${what} of ${test.smallest_r} or more is not ruled out (${numbers})${found}.`,
  ];
}

/** RQ2 in sentences, for the late layer first; the other layers beside it, adjusted for their number. */
export function attentionFindings(
  layers: Readonly<Record<string, LayerAssociation>>,
  tests: readonly LayerTest[],
  lateLayer: number,
): string[] {
  const late = layers[`layer_${lateLayer}`];
  if (late === undefined) return [];
  const drop = late.gold_log_prob_drop;
  const others = Object.entries(layers)
    .filter(([key]) => key !== `layer_${lateLayer}`)
    .map(([key, layer]) => {
      const p = tests.find((each) => `layer_${each.layer}` === key)?.flips_holm ?? null;
      const holm = p === null ? '' : `, Holm-adjusted over ${tests.length} layers ${pText(p)}`;
      return `${key.replace('_', ' ')}: ${pooledText(layer)}, ${conditionalText(layer)}${holm}`;
    });
  return [
    verdictSentence(late, `Attention and flips, layer ${lateLayer}`),
    ...splitSentence(late),
    ...equivalenceSentence(late, 'flips'),
    verdictSentence(drop, `Attention and drop of gold log-probability, layer ${lateLayer}`),
    ...splitSentence(drop),
    ...equivalenceSentence(drop, 'drops'),
    ...(others.length === 0 ? [] : [`For comparison, flips in ${others.join('; ')}.`]),
  ];
}

/** Which heads' attention goes with importance, after adjustment for all of the map. */
export function headMapFindings(map: HeadMap | null): string[] {
  if (map === null) return [];
  const { layers, heads, flips, gold_log_prob_drop: drops } = map;
  const cells = layers.length * heads;
  const marks = ({ p_bh: adjusted, r }: HeadMap['flips']): string => {
    const found = adjusted.flatMap((row, layer) =>
      row.flatMap((p, head) =>
        p !== null && p < 0.05
          ? [
              {
                name: `${entryAt(layers, layer, 'a layer of the map')}.${head}`,
                r: required(r[layer]?.[head], `the r of head ${head}`),
              },
            ]
          : [],
      ),
    );
    if (found.length === 0) return 'none';
    const strongest = found.toSorted((a, b) => Math.abs(b.r) - Math.abs(a.r)).slice(0, 5);
    const named = strongest.map((each) => `${each.name} (r = ${correlationText(each.r)})`).join(', ');
    return found.length > strongest.length ? `${found.length}, most of all ${named}` : named;
  };
  return [
    `Of ${cells} heads (layer.head) the attention of these goes with flips inside problems and positions, at a false discovery rate of 5 %: ${marks(flips)}; with drops: ${marks(drops)}.`,
  ];
}
