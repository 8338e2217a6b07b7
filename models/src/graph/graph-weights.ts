import type { Architecture } from '../architecture.js';
import { FAMILIES } from '../families/families.js';
import type { PlacedWeights } from '../weights/weight-location.js';
import type { GraphBuilder, Value } from './graph-builder.js';
import type { Matrices } from './matrices.js';

/** The weights that a graph refers to. */
export interface GraphWeights extends PlacedWeights {
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

/** The name of the language-model head's matrix. [V + 3, D] */
export function headName(
  { family, tiedHead }: Architecture,
  { isQuantised }: Pick<Matrices, 'isQuantised'>,
): string {
  // A quantised head is a matrix of its own, even where it is tied to the embedding.
  return tiedHead && !isQuantised('lm_head.weight') ? FAMILIES[family].embedding : 'lm_head.weight';
}
