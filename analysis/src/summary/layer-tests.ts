import { adjustDefined } from '../estimates/adjusted.js';
import { holm } from '../statistics/multiple-testing.js';
import { entryAt } from '../words/required.js';
import type { LayerAssociation } from './association-schema.js';
import type { LayerTest } from './schema.js';
import { conditionalP } from './verdict.js';

/** The p of each layer against flips and drops, each adjusted over the layers in which it is defined (Holm). */
export function layerTests(layers: Readonly<Record<string, LayerAssociation>>): LayerTest[] {
  const read = Object.entries(layers);
  const flips = read.map(([, association]) => conditionalP(association));
  const drops = read.map(([, association]) => conditionalP(association.gold_log_prob_drop));
  const [flipsHolm, dropsHolm] = [adjustDefined(flips, holm), adjustDefined(drops, holm)];
  return read.map(([key], index) => ({
    layer: Number(key.replace('layer_', '')),
    flips: entryAt(flips, index, 'the test of a layer'),
    flips_holm: entryAt(flipsHolm, index, 'the test of a layer'),
    drops: entryAt(drops, index, 'the test of a layer'),
    drops_holm: entryAt(dropsHolm, index, 'the test of a layer'),
  }));
}
