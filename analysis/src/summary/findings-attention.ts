import { holm } from '../statistics/index.js';
import { SIGNIFICANCE_LEVEL } from './findings-importance.js';
import { correlationText, percent, pText } from './notation.js';
import type { Association, LayerAssociation, Summary } from './schema.js';

/** What a pooled correlation is worth once positions are taken apart. */
export type AssociationVerdict = Summary['findings']['rq2_verdict'];

/** The p that the verdict on the within-position r rests on: the larger of the two permutations, else that of t. */
function withinP({ within_position: within }: Association): number {
  const permuted = [within.permutation_p, within.slot_permutation_p].filter((p) => p !== null);
  return permuted.length > 0 ? Math.max(...permuted) : (within.p ?? 1);
}

/** The verdict; never from the pooled p alone. */
export function verdictOf(association: Association): AssociationVerdict {
  const { r, p, within_position: within } = association;
  if (r === null || p === null || within.r === null) return 'undefined';
  const pooled = p < SIGNIFICANCE_LEVEL;
  const inside = withinP(association) < SIGNIFICANCE_LEVEL;
  if ((pooled || inside) && r * within.r < 0) return 'opposite_within_positions';
  if (pooled) return inside ? 'within_positions_too' : 'between_positions_only';
  return inside ? 'within_positions_only' : 'no_association';
}

function pooledText({ r, p }: Association): string {
  return r === null || p === null
    ? 'pooled r undefined'
    : `pooled r = ${correlationText(r)} (naive ${pText(p)})`;
}

function withinText(association: Association): string {
  const { within_position: within } = association;
  if (within.r === null || within.p === null) return `within-position r undefined (${within.reason ?? ''})`;
  const test =
    within.permutation_p === null ? `naive ${pText(within.p)}` : `permutation ${pText(withinP(association))}`;
  const interval =
    within.interval_95 === null
      ? ''
      : `, 95 % interval ${within.interval_95.map(correlationText).join(' to ')}`;
  return `within-position r = ${correlationText(within.r)} (${test}${interval})`;
}

/** The verdict in words; `place` names the measures and the layer. */
export function verdictSentence(association: Association, place: string): string {
  const pooled = pooledText(association);
  const within = withinText(association);
  const claim = `evidence that a thought which gets ${(association.r ?? 0) < 0 ? 'less' : 'more'} attention matters more`;
  switch (verdictOf(association)) {
    case 'undefined':
      return association.r === null
        ? `${place}: the pooled r is undefined (${association.reason ?? ''}), so there is nothing to relate.`
        : `${place}: the ${pooled} is not ${claim}, because whether it is more than a difference between positions cannot be checked: ${within}.`;
    case 'opposite_within_positions': {
      const weak =
        (association.p ?? 1) >= SIGNIFICANCE_LEVEL ? ' is not told from zero, and what there is of it' : '';
      return (
        `${place}: the ${pooled}${weak} is a difference between positions, not ${claim}: ` +
        `within positions the sign is the opposite, ${within}.`
      );
    }
    case 'between_positions_only':
      return (
        `${place}: the ${pooled} is a difference between positions, not ${claim}: ` +
        `within positions no association is found, ${within}.`
      );
    case 'within_positions_too':
      return (
        `${place}: the ${pooled} is not only a difference between positions: it holds within them, ${within}. ` +
        'This is an association; whether the attention causes it takes a knockout of the edge.'
      );
    case 'within_positions_only':
      return `${place}: the ${pooled} hides an association within positions, ${within}.`;
    case 'no_association':
      return `${place}: no association is found, neither pooled, ${pooled}, nor within positions, ${within}.`;
  }
}

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

/** RQ2 in sentences, for the late layer first; the other layers beside it, adjusted for their number. */
export function attentionFindings(
  layers: Readonly<Record<string, LayerAssociation>>,
  lateLayer: number,
): { sentences: string[]; verdict: AssociationVerdict; adjusted: AdjustedLayer[] } {
  const late = layers[`layer_${lateLayer}`];
  const adjusted = adjustedLayers(layers);
  if (late === undefined) return { sentences: [], verdict: 'undefined', adjusted };
  const others = Object.entries(layers)
    .filter(([key]) => key !== `layer_${lateLayer}`)
    .map(([key, layer]) => {
      const p = adjusted.find((each) => `layer_${each.layer}` === key)?.flips ?? null;
      const holm = p === null ? '' : `, Holm-adjusted over ${adjusted.length} layers ${pText(p)}`;
      return `${key.replace('_', ' ')}: ${pooledText(layer)}, ${withinText(layer)}${holm}`;
    });
  return {
    verdict: verdictOf(late),
    adjusted,
    sentences: [
      verdictSentence(late, `Attention and flips, layer ${lateLayer}`),
      ...splitSentence(late),
      verdictSentence(
        late.gold_log_prob_drop,
        `Attention and drop of gold log-probability, layer ${lateLayer}`,
      ),
      ...splitSentence(late.gold_log_prob_drop),
      ...(others.length === 0 ? [] : [`For comparison, flips in ${others.join('; ')}.`]),
    ],
  };
}

/** Within-position p of one layer, Holm-adjusted over all layers that were read. */
export interface AdjustedLayer {
  readonly layer: number;
  readonly flips: number;
  readonly drops: number;
}

/** The within-position p of each layer against flips and drops, each adjusted over the layers (Holm). */
function adjustedLayers(layers: Readonly<Record<string, LayerAssociation>>): AdjustedLayer[] {
  const read = Object.entries(layers);
  const flips = holm(read.map(([, association]) => withinP(association)));
  const drops = holm(read.map(([, association]) => withinP(association.gold_log_prob_drop)));
  return read.map(([key], index) => ({
    layer: Number(key.replace('layer_', '')),
    flips: flips[index] ?? 1,
    drops: drops[index] ?? 1,
  }));
}
