import type { Rollout } from '@codiscope/proto';
import { z } from 'zod';

import { lensReadingSchema, lensResultsSchema, type LensResults } from '../../results/lens.js';
import type { NamedLayer } from '../attention-experiment.js';
import { readCleanRuns } from '../clean-runs.js';
import { refusals, type ExperimentContext } from '../experiment-context.js';
import { lensFileName } from '../result-files.js';
import { problemHead, resultHead } from '../result-head.js';
import { rolloutRecord, rolloutRecordSchema } from '../rollout-record.js';

/** A clean run and what its thoughts decode to, as the journal keeps it. */
const lensRecordSchema = rolloutRecordSchema.extend({ lens: z.array(lensReadingSchema) });

/** The record of a rollout whose lens was captured. */
export function lensRecord(
  problemId: string,
  variant: string,
  rollout: Rollout,
): z.infer<typeof lensRecordSchema> {
  return {
    ...rolloutRecord(problemId, variant, rollout),
    lens: rollout.lens.map(({ thought, layer, top }) => ({
      thought,
      layer,
      top: top.map(({ token, piece, logProb }) => ({ token, piece, log_prob: logProb })),
    })),
  };
}

/** What a lens reads. */
export interface LensSettings {
  readonly layers: readonly NamedLayer[];
  /** How many of the likeliest tokens. */
  readonly top: number;
}

/** Reads what each thought decodes to after each layer, and writes `lens_100.json`. */
export async function runLens(
  context: ExperimentContext,
  { layers, top }: LensSettings,
  maxNewTokens: number,
): Promise<LensResults> {
  const numbers = layers.map(({ layer }) => layer);
  const { experiment, refused, read } = await readCleanRuns(
    context,
    {
      experiment: 'lens',
      capture: { lens: { top, layers: numbers } },
      configuration: { layers: numbers, top },
      record: lensRecord,
      recordSchema: lensRecordSchema,
    },
    maxNewTokens,
  );
  const results = lensResultsSchema.parse({
    ...resultHead(context, 'lens'),
    layers,
    problems: read.map(({ problem, record }) => ({
      ...problemHead(problem, record),
      readings: record.lens,
    })),
    refused,
  });
  await context.run.writeResult(lensFileName(context.dataset.problems.length), results);
  await experiment.finish(refusals('lens', refused));
  return results;
}
