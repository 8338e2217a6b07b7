import type { Problem } from '../../datasets/problem.js';
import { TOKEN_CLASSES, type ProblemRouting } from '../../results/routing.js';
import { problemHead } from '../result-head.js';
import type { RoutingRecord } from './routing-record.js';
import { tokenClasses } from './token-classes.js';

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** The routing of one problem: `pieces` are the texts of its question's tokens. */
export function problemRouting(
  problem: Problem,
  pieces: readonly string[],
  record: RoutingRecord,
): ProblemRouting {
  const classes = tokenClasses(problem.question, pieces);
  const ofClasses = (weights: readonly number[]): number[] =>
    TOKEN_CLASSES.map((name) => sum(weights.filter((_, token) => classes[token] === name)));
  const layers = record.layers.map((layer, index) => {
    const rows = record.rows.map((thought) => thought[index] ?? []);
    const weights = rows.map((row) => row.slice(0, record.question_tokens));
    return [
      `layer_${layer}`,
      {
        weights,
        by_class: weights.map(ofClasses),
        elsewhere: rows.map((row) => sum(row.slice(record.question_tokens))),
      },
    ] as const;
  });
  return {
    ...problemHead(problem, record),
    tokens: pieces.map((piece, token) => ({ piece, class: classes[token] ?? 'other' })),
    by_layer: Object.fromEntries(layers),
  };
}
