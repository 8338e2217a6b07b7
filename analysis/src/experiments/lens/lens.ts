import type { Rollout } from '@codiscope/proto';

import { cleanPlan, readings } from '../clean-reading.js';
import { ready, type Experiment } from '../experiment.js';
import { parseLayers, type NamedLayer } from '../layers.js';
import { problemHead, resultHead } from '../result-head.js';
import { rolloutRecord, rolloutRecordSchema } from '../rollout-record.js';
import { lensReadingSchema, lensResultsSchema, type LensResults } from './results.js';
import { lensFactsSchema, lensSentences, summariseLens, tellLens, type LensFacts } from './summary.js';

/** What a lens reads, as asked for. */
export interface LensChoice {
  /** Presets, numbers, or all. */
  readonly layers: string;
  /** How many of the likeliest tokens. */
  readonly top: number;
}

/** What a lens reads. */
export interface LensSettings {
  readonly layers: readonly NamedLayer[];
  readonly top: number;
}

/** A clean run and what its thoughts decode to, as the journal keeps it. */
const lensRecordSchema = rolloutRecordSchema.extend({ lens: lensReadingSchema.array() });

/** What each thought decodes to after each layer. */
export const lens: Experiment<LensChoice, LensSettings, LensResults, LensFacts> = {
  name: 'lens',
  verb: 'lens',
  file: 'lens',
  title: 'What each thought says',
  required: false,
  protocols: ['official'],
  schema: lensResultsSchema,
  ofRun: () => ({ layers: 'all', top: 5 }),
  choose: ({ layers, top }, model) => ready({ layers: parseLayers(layers, model), top }),
  configuration: ({ layers, top }) => ({
    protocol: 'official',
    layers: layers.map(({ layer }) => layer),
    top,
  }),
  plan: ({ layers, top }, context) =>
    cleanPlan(
      {
        verb: 'lens',
        protocol: 'official',
        capture: { lens: { top, layers: layers.map(({ layer }) => layer) } },
        record: lensRecord,
      },
      context,
    ),
  results: (finished, { layers }, context) => ({
    ...resultHead(context, 'lens'),
    layers: [...layers],
    problems: readings(finished, lensRecordSchema).map(({ problem, record }) => ({
      ...problemHead(problem, record),
      readings: record.lens,
    })),
    refused: [...finished.refused],
  }),
  tell: tellLens,
  summarise: (results, { problems }) => summariseLens(results, problems),
  facts: lensFactsSchema,
  findings: ({ lens_reads: reads }) => ({ known_truth: lensSentences(reads) }),
  figures: [],
};

/** The record of a rollout whose lens was captured. */
export function lensRecord(problemId: string, variant: string, rollout: Rollout) {
  return {
    ...rolloutRecord(problemId, variant, rollout),
    lens: rollout.lens.map(({ thought, layer, top }) => ({
      thought,
      layer,
      top: top.map(({ token, piece, logProb }) => ({ token, piece, log_prob: logProb })),
    })),
  };
}
