import { SIGNIFICANCE_LEVEL } from './findings-importance.js';
import { correlationText, percent, pText } from './notation.js';
import type { Association, LayerAssociation, Summary } from './schema.js';

/** What a pooled correlation is worth once positions are taken apart. */
export type AssociationVerdict = Summary['findings']['rq2_verdict'];

/** The p that the verdict on the within-position r rests on: problems permuted, else that of t. */
function withinP({ within_position: within }: Association): number {
  return within.permutation_p ?? within.p ?? 1;
}

/** The verdict; never from the pooled p alone. */
export function verdictOf(association: Association): AssociationVerdict {
  const { r, p, within_position: within } = association;
  if (r === null || p === null || within.r === null) return 'undefined';
  if (r * within.r < 0) return 'opposite_within_positions';
  const pooled = p < SIGNIFICANCE_LEVEL;
  const inside = withinP(association) < SIGNIFICANCE_LEVEL;
  if (pooled) return inside ? 'within_positions_too' : 'between_positions_only';
  return inside ? 'within_positions_only' : 'no_association';
}

function pooledText({ r, p }: Association): string {
  return r === null || p === null
    ? 'pooled r undefined'
    : `pooled r = ${correlationText(r)} (naive ${pText(p)})`;
}

function withinText({ within_position: within }: Association): string {
  if (within.r === null || within.p === null) return `within-position r undefined (${within.reason ?? ''})`;
  const test =
    within.permutation_p === null ? `naive ${pText(within.p)}` : `permutation ${pText(within.permutation_p)}`;
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
  return [
    `Of the pooled covariance ${percent(split.between)} lies between positions and ${percent(split.within)} within them${rest}.`,
  ];
}

/** RQ2 in sentences, for the late layer first; the other layers stand beside it without a verdict. */
export function attentionFindings(
  layers: Readonly<Record<string, LayerAssociation>>,
  lateLayer: number,
): { sentences: string[]; verdict: AssociationVerdict } {
  const late = layers[`layer_${lateLayer}`];
  if (late === undefined) return { sentences: [], verdict: 'undefined' };
  const others = Object.entries(layers)
    .filter(([key]) => key !== `layer_${lateLayer}`)
    .map(([key, layer]) => `${key.replace('_', ' ')}: ${pooledText(layer)}, ${withinText(layer)}`);
  return {
    verdict: verdictOf(late),
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
