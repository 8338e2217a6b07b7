import type { Architecture } from '../../architecture.js';
import { decoderOf } from '../../families/families.js';
import type { Decoder, DecoderParts } from '../decoder.js';
import type { GraphBuilder } from '../graph-builder.js';
import { declaredWeights, type GraphWeights } from '../graph-weights.js';
import { Matrices } from '../matrices.js';

/**
 * What readout graphs are built from. They are no second forward pass: they read vectors that the step graph gave,
 * each through one or two of the model's own matrices.
 */
export interface ReadoutSource extends GraphWeights {
  readonly architecture: Architecture;
}

/** The model's own parts, declared in a readout graph. */
export function readoutParts(
  graph: GraphBuilder,
  source: ReadoutSource,
): Pick<DecoderParts, 'weight' | 'matrices'> & { readonly decoder: Decoder } {
  const weight = declaredWeights(graph, source);
  const matrices = new Matrices(graph, { ...source, weight });
  return { weight, matrices, decoder: decoderOf(source.architecture, { graph, weight, matrices }) };
}
