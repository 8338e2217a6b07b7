import { AttentionQuery, type Rollout } from '@codiscope/proto';
import { z } from 'zod';

import type { Problem } from '../../datasets/problem.js';
import { entryAt, required } from '../../words/required.js';
import { problemHead } from '../result-head.js';
import { rolloutRecord, rolloutRecordSchema, tensorRows } from '../rollout-record.js';
import { TOKEN_CLASSES, type ProblemRouting } from './results.js';
import { tokenClasses } from './token-classes.js';

/** A clean run with the thoughts' rows of attention, as the journal keeps it. */
export const routingRecordSchema = rolloutRecordSchema.extend({
  /** Tokens of the question: the first keys of every row. */
  question_tokens: z.number().int(),
  layers: z.array(z.number().int()),
  /** Mean over heads, every key up to the thought itself: [thoughts][layers][keys]. */
  rows: z.array(z.array(z.array(z.number()))),
});

/** A clean run with the thoughts' rows of attention. */
export type RoutingRecord = z.infer<typeof routingRecordSchema>;

/** The record of a rollout whose thoughts' rows were captured, mean over heads, every key. */
export function routingRecord(problemId: string, variant: string, rollout: Rollout): RoutingRecord {
  const rows = rollout.attention.filter(({ query }) => query === AttentionQuery.THOUGHTS);
  return {
    ...rolloutRecord(problemId, variant, rollout),
    question_tokens: required(rollout.layout, `the layout of ${problemId}`).questionTokens,
    layers: entryAt(rows, 0, `the attention rows of ${problemId}`).layers,
    rows: rows.map(({ weights }) => tensorRows(required(weights, `the weights of ${problemId}`))),
  };
}

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
    const rows = record.rows.map((thought) => entryAt(thought, index, `the row of layer ${layer}`));
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
    tokens: pieces.map((piece, token) => ({ piece, class: entryAt(classes, token, 'the class of a token') })),
    by_layer: Object.fromEntries(layers),
  };
}
