import type { RoutingResults } from '../../experiments/routing/results.js';
import { pack } from '../shared/packed.js';
import type { RoutingColumns } from '../shared/report-data.js';
import { Dictionary } from './dictionary.js';

/** The attention of thoughts over question tokens, for the problems `ids` in their order. */
export function routingColumns(routing: RoutingResults, ids: readonly string[]): RoutingColumns {
  const { layers, thoughts, token_classes: classes } = routing;
  const byId = new Map(routing.problems.map((problem) => [problem.problem_id, problem]));
  const dictionary = new Dictionary();
  const placeOf = (name: string): number => {
    const place = classes.findIndex((each) => each === name);
    if (place < 0) throw new RangeError(`The token class ${name} is not among ${classes.join(', ')}.`);
    return place;
  };
  const found = ids.map((id) => byId.get(id));
  return {
    layers,
    classes,
    tokens: found.map((problem) => problem?.tokens.map(({ piece }) => dictionary.placeOf(piece)) ?? null),
    tokenClasses: found.map((problem) => problem?.tokens.map((token) => placeOf(token.class)) ?? null),
    weights: found.map((problem) => {
      if (problem === undefined) return null;
      const { length } = problem.tokens;
      const values = layers.flatMap(({ layer }) =>
        Array.from({ length: thoughts * length }, (_, place) => {
          const row = problem.by_layer[`layer_${layer}`]?.weights[Math.floor(place / length)];
          return row?.[place % length] ?? null;
        }),
      );
      return pack(values, [layers.length, thoughts, length], 2);
    }),
    pieces: dictionary.texts,
  };
}
