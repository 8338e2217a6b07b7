import type { AttentionResults } from '../../results/attention.js';
import { withinGroupCorrelation } from '../../statistics/index.js';
import { pText, type AnalysedProblem } from '../../summary/index.js';
import type { MatrixFigure } from '../shared/figure.js';
import { layerText } from '../shared/nearest-layer.js';

/** Within-position correlation of each head's attention with the drop: layers by heads. */
export function headMap(
  attention: AttentionResults,
  problems: readonly AnalysedProblem[],
): MatrixFigure | null {
  const { layers, thoughts } = attention;
  const byId = new Map(attention.problems.map((problem) => [problem.problem_id, problem.attention_by_layer]));
  const heads = Math.max(
    0,
    ...layers.map(({ layer }) => byId.get(problems[0]?.id ?? '')?.[`layer_${layer}`]?.heads.length ?? 0),
  );
  if (heads === 0) return null;
  const drops = problems.flatMap((problem) => problem.drops);
  const positions = problems.flatMap(() => Array.from({ length: thoughts }, (_, index) => index + 1));
  const cells = layers.map(({ layer }) =>
    Array.from({ length: heads }, (_, head) => {
      const weights = problems.flatMap(({ id }) =>
        Array.from(
          { length: thoughts },
          (_, index) => byId.get(id)?.[`layer_${layer}`]?.heads[head]?.[index] ?? 0,
        ),
      );
      return withinGroupCorrelation(weights, drops, positions);
    }),
  );
  const tested = cells.flat().filter(({ p }) => p !== null);
  const below = tested.filter(({ p }) => p !== null && p < 0.05).length;
  return {
    kind: 'matrix',
    id: 'heads',
    title: 'Which heads look where it matters',
    caption:
      'Within-position r of each head’s attention on a thought and the drop that ablating it costs, layers by heads. ' +
      `n = ${problems.length} problems × ${thoughts} thoughts. ${below} of ${tested.length} cells have a naive ` +
      `p < 0.05 (by chance ${(0.05 * tested.length).toFixed(1)}); no cell is adjusted for the others.`,
    rows: layers.map((layer) => `layer ${layerText(layer)}`),
    columns: Array.from({ length: heads }, (_, head) => String(head)),
    problems: [],
    groups: [],
    xTitle: 'Head (counted from 0)',
    yTitle: '',
    values: cells.map((row) => row.map(({ r }) => (r === null ? null : Number(r.toFixed(3))))),
    top: Math.max(0.3, ...tested.map(({ r }) => Math.abs(r ?? 0))),
    diverging: true,
    form: { unit: 'r', decimals: 2 },
    labelled: heads <= 12,
    marks: [],
    markMeans: '',
    notes: cells.flat().map(({ p, reason }) => (p === null ? reason : `naive ${pText(p)}`)),
    numbers: null,
  };
}
