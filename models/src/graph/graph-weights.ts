import type { Architecture } from '../architecture.js';
import type { WeightLocation } from '../weights/weight-location.js';
import type { Decoder } from './decoder.js';
import type { GraphBuilder, Value } from './graph-builder.js';

/** The weights that a graph refers to. */
export interface GraphWeights {
  readonly weights: ReadonlyMap<string, WeightLocation>;
  /** The weights' file as the graph shall name it. */
  readonly location: string;
}

/** Weights by name as values of a graph, each declared once however often it is used. */
export function declaredWeights(
  graph: GraphBuilder,
  { weights, location }: GraphWeights,
): (name: string) => Value {
  const declared = new Map<string, Value>();
  return (name) => {
    const known = declared.get(name);
    if (known) return known;
    const found = weights.get(name);
    if (!found) throw new Error(`the checkpoint has no tensor ${name}`);
    const value = graph.external(name, found.shape, { ...found, location });
    declared.set(name, value);
    return value;
  };
}

/** The language-model head's matrix. [V + 3, D] */
export function headOf({ tiedHead }: Architecture, decoder: Decoder, weight: (name: string) => Value): Value {
  return tiedHead ? decoder.embedding : weight('lm_head.weight');
}
