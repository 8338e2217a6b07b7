import type { LensResults } from '../../experiments/lens/results.js';
import { pack } from '../shared/packed.js';
import type { LensColumns } from '../shared/report-data.js';
import { Dictionary } from './dictionary.js';

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
