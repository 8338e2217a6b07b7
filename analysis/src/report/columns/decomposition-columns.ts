import type { DecompositionResults, ProblemDecomposition } from '../../experiments/decomposition/results.js';
import { entryAt } from '../../words/required.js';
import { pack } from '../shared/packed.js';
import type { DecompositionColumns } from '../shared/report-data.js';

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
