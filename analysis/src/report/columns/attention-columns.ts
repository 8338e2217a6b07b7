import type { AttentionResults } from '../../experiments/attention/results.js';
import { pack } from '../shared/packed.js';
import type { AttentionColumns } from '../shared/report-data.js';

/** Above so many weights of single heads two decimals are kept, not three: the page must stay small. */
const MANY_WEIGHTS = 500_000;

/** The attention of the row that predicts the number, for the problems `ids` in their order. */
export function attentionColumns(attention: AttentionResults, ids: readonly string[]): AttentionColumns {
  const { layers, thoughts } = attention;
  const byId = new Map(attention.problems.map((problem) => [problem.problem_id, problem.attention_by_layer]));
  const rows = ids.flatMap((id) => layers.map(({ layer }) => byId.get(id)?.[`layer_${layer}`] ?? null));
  const groups = Object.keys(rows.find((row) => row !== null)?.mass ?? {});
  const heads = Math.max(0, ...rows.flatMap((row) => (row === null ? [] : [row.heads.length])));
  const weights = ids.length * layers.length * heads * thoughts;
  return {
    layers,
    groups,
    mass: pack(
      rows.flatMap((row) => groups.map((group) => row?.mass[group] ?? null)),
      [ids.length, layers.length, groups.length],
      3,
    ),
    heads: pack(
      rows.flatMap((row) =>
        Array.from({ length: heads * thoughts }, (_, place) => {
          const head = row?.heads[Math.floor(place / thoughts)];
          return head?.[place % thoughts] ?? null;
        }),
      ),
      [ids.length, layers.length, heads, thoughts],
      weights > MANY_WEIGHTS ? 2 : 3,
    ),
  };
}
