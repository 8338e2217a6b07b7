import type { Positions } from '../families/family.js';
import type { GraphBuilder, Value } from './graph-builder.js';

/** What is added to the input embeddings of slots at these positions [..] -> [.., D]; null: nothing. */
export function positionEmbedding(
  graph: GraphBuilder,
  positions: Positions,
  { weight, position }: { weight: (name: string) => Value; position: Value },
): Value | null {
  if (positions.kind === 'rotary') return null;
  return graph.op('Gather', [weight(positions.matrix), position], { axis: { int: 0 } });
}
