import { createHash } from 'node:crypto';
import { z } from 'zod';

import { lineJson } from '../runs/json-text.js';
import { problemSchema } from './problem.js';
import type { Problem } from './problem.js';

const countSchema = z.number().int().min(0);

/** A dataset file, such as `full_dataset_100.json`: the problems of an experiment and where they come from. */
export const datasetSchema = z.object({
  schema_version: z.literal(1),
  kind: z.literal('dataset'),
  /** `gsm-mini`, or the name of the source file. */
  source: z.string().min(1),
  /** `none`: every problem of the source, in its order. */
  sampler: z.enum(['seeded', 'python', 'none']),
  /** Null when nothing was drawn. */
  seed: z.number().int().nullable(),
  /** Problems of each level. */
  per_level: z.object({
    '2-step': countSchema,
    '3-step': countSchema,
    '4-step': countSchema,
    '5+step': countSchema,
  }),
  test_mode: z.boolean(),
  /** SHA-256 of the source file's bytes, in hexadecimal; null when the problems were generated. */
  source_sha256: z.string().nullable(),
  /** Lines of the source (counted from 1) that could not be used, before anything was drawn. */
  refused_lines: z.array(z.object({ line: z.number().int().min(1), reason: z.string() })),
  problems: z.array(problemSchema).min(1),
});

/** The problems of an experiment and where they come from. */
export type Dataset = z.infer<typeof datasetSchema>;

/** The problem with its keys in the files' order and no others. */
export function canonicalProblem(problem: Problem): Problem {
  const { gsm8k_id, question, answer, reasoning_steps, difficulty, steps } = problem;
  return { gsm8k_id, question, answer, reasoning_steps, difficulty, ...(steps && { steps }) };
}

/**
 * SHA-256 (hexadecimal) of the problems and their order, whatever file they stand in: over the UTF-8 bytes of
 * one line of JSON without spaces, keys in the order of `problemSchema`.
 */
export function datasetSha256(problems: readonly Problem[]): string {
  return createHash('sha256')
    .update(lineJson(problems.map(canonicalProblem)))
    .digest('hex');
}
