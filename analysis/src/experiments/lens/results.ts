import { z } from 'zod';

import { namedLayersSchema, problemHeader, refusedSchema, resultHeader } from '../../words/result-head.js';

/** What one thought decodes to after one layer. */
export const lensReadingSchema = z.object({
  /** From 1. */
  thought: z.number().int().min(1),
  /** Decoder layer whose output was read, counted from 0. */
  layer: z.number().int().min(0),
  /** The likeliest tokens first, natural log-probabilities. */
  top: z.array(z.object({ token: z.number().int(), piece: z.string(), log_prob: z.number() })).min(1),
});

const problemLensSchema = z.object({
  ...problemHeader,
  /** By thought, then by layer. */
  readings: z.array(lensReadingSchema),
});

/** `results/lens_100.json`: what each thought decodes to. */
export const lensResultsSchema = z.object({
  ...resultHeader,
  kind: z.literal('lens'),
  layers: namedLayersSchema,
  problems: z.array(problemLensSchema),
  refused: refusedSchema,
});

/** The lens results of a run. */
export type LensResults = z.infer<typeof lensResultsSchema>;
/** The lens results of one problem. */
export type ProblemLens = z.infer<typeof problemLensSchema>;
