import { adjustDefined } from '../estimates/significance.js';
import type { AttentionResults } from '../experiments/attention/results.js';
import { holm } from '../statistics/multiple-testing.js';
import { AnalysisError } from '../words/errors.js';
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

/**
 * The layer that the tables by thought and by difficulty and the findings speak of: the asked one, else the
 * one called `late`, else the deepest that was read.
 *
 * @throws AnalysisError `BAD_ARGUMENT` where the asked layer was not read, `BAD_RESULTS` where none was.
 */
export function lateLayerOf(layers: AttentionResults['layers'], asked?: number): number {
  const read = layers.map(({ layer }) => layer);
  if (asked !== undefined) {
    if (read.includes(asked)) return asked;
    throw new AnalysisError(
      'BAD_ARGUMENT',
      `Layer ${asked} was not read; choose one of ${read.join(', ')} or run the attention experiment for it.`,
    );
  }
  if (read.length === 0) {
    throw new AnalysisError(
      'BAD_RESULTS',
      'The attention results hold no layer; run the attention experiment again.',
    );
  }
  return layers.find(({ name }) => name === 'late')?.layer ?? Math.max(...read);
}
