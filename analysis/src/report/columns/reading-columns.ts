import type { DecompositionResults, ProblemDecomposition } from '../../experiments/decomposition/results.js';
import type { LensResults } from '../../experiments/lens/results.js';
import type { RoutingResults } from '../../experiments/routing/results.js';
import { entryAt } from '../../words/required.js';
import { Dictionary, pack } from '../shared/packed.js';
import type { DecompositionColumns, LensColumns, RoutingColumns } from '../shared/report-data.js';

/** So many tokens of a reading are shown. */
const SHOWN = 3;

/** The likeliest tokens of every thought at every layer that was read, for the problems `ids` in their order. */
export function lensColumns(
  { problems, layers, thoughts }: LensResults,
  ids: readonly string[],
): LensColumns {
  const byId = new Map(problems.map((problem) => [problem.problem_id, problem.readings]));
  const dictionary = new Dictionary();
  const cells = ids.flatMap((id) => {
    const readings = new Map(byId.get(id)?.map((each) => [`${each.thought} ${each.layer}`, each.top]));
    return Array.from({ length: thoughts }, (_, index) => index + 1).flatMap((thought) =>
      layers.flatMap(({ layer }) => {
        const top = readings.get(`${thought} ${layer}`) ?? [];
        return Array.from({ length: SHOWN }, (_, rank) => top[rank] ?? null);
      }),
    );
  });
  const shape = [ids.length, thoughts, layers.length, SHOWN];
  const tokens = pack(
    cells.map((cell) => cell && dictionary.placeOf(cell.piece)),
    shape,
    0,
  );
  const probability = pack(
    cells.map((cell) => cell && Math.exp(cell.log_prob)),
    shape,
    2,
  );
  return { layers, pieces: dictionary.texts, tokens, probability };
}

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

/** The parts of every problem's answer, for the problems `ids` in their order. */
export function decompositionColumns(
  { problems, groups }: DecompositionResults,
  ids: readonly string[],
): DecompositionColumns {
  const byId = new Map(problems.map((problem) => [problem.problem_id, problem]));
  const found = ids.map((id) => byId.get(id));
  const names = partNames(groups);
  return {
    groups: names,
    rivals: found.map((problem) => problem?.rival?.piece ?? null),
    parts: pack(
      found.flatMap((problem) =>
        problem?.difference ? partValues(problem.difference, groups.length) : names.map(() => null),
      ),
      [ids.length, names.length],
      3,
    ),
    margin: pack(
      found.map((problem) => problem?.difference?.logit ?? null),
      [ids.length],
      3,
    ),
  };
}

/** Names of the parts in the order of `partValues`. */
function partNames(groups: readonly string[]): string[] {
  return [...groups, 'mlp', 'embedding', 'bias'];
}

/** What each group of source slots (over all layers), all MLPs, embedding and bias give to gold minus rival. */
function partValues(
  { attention, mlp, embedding, bias }: NonNullable<ProblemDecomposition['difference']>,
  groups: number,
): number[] {
  const sources = Array.from({ length: groups }, (_, group) =>
    attention.reduce((sum, layer) => sum + entryAt(layer, group, 'the part of a group of slots'), 0),
  );
  return [...sources, mlp.reduce((sum, value) => sum + value, 0), embedding, bias];
}
