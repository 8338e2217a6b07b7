import type { DecompositionResults } from '../../experiments/decomposition/results.js';
import { partNames, partValues } from '../decomposition-steps.js';
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
