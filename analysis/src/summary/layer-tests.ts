import { holm } from '../statistics/index.js';
import type { LayerAssociation } from './association-schema.js';
import type { LayerTest } from './schema.js';
import { conditionalP } from './verdict.js';

/** The p of each layer against flips and drops, each adjusted over the layers in which it is defined (Holm). */
export function layerTests(layers: Readonly<Record<string, LayerAssociation>>): LayerTest[] {
  const read = Object.entries(layers);
  const flips = read.map(([, association]) => conditionalP(association));
  const drops = read.map(([, association]) => conditionalP(association.gold_log_prob_drop));
  const [flipsHolm, dropsHolm] = [adjusted(flips), adjusted(drops)];
  return read.map(([key], index) => ({
    layer: Number(key.replace('layer_', '')),
    flips: flips[index] ?? null,
    flips_holm: flipsHolm[index] ?? null,
    drops: drops[index] ?? null,
    drops_holm: dropsHolm[index] ?? null,
  }));
}

function adjusted(family: readonly (number | null)[]): (number | null)[] {
  const defined = holm(family.flatMap((p) => p ?? [])).values();
  return family.map((p) => (p === null ? null : (defined.next().value ?? null)));
}
