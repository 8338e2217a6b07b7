import { z } from 'zod';

import type { PatchedPair, TwinResults } from '../../results/twins.js';
import type { Resampling } from '../../statistics/index.js';
import { problemMean } from '../../estimates/problem-mean.js';
import { problemMeanSchema, shareSchema } from '../../estimates/fields.js';
import { shareOf } from '../../estimates/share.js';

const cellSchema = z.object({
  /** The patched thoughts, from 1. */
  thoughts: z.array(z.number().int()),
  /** The first step whose value the twin changes, from 1. */
  first_changed_step: z.number().int(),
  /** Pairs whose answer became that of the run patched from. */
  took_answer: shareSchema,
  /** Nats: how far log p moved from the own answer to the other. */
  shift: problemMeanSchema,
});

/** Which thought holds which value: what patching it from a twin does, by the first step that the twin changes. */
export const twinSummarySchema = z.object({
  site: z.string(),
  layer: z.number().int().nullable(),
  pairs: z.number().int(),
  /** Pairs of which both are solved; the cells are of these. */
  both_correct: z.number().int(),
  without_twin: z.number().int(),
  /** The twin's values in the problem's run, and the other way round. */
  from_twin: z.array(cellSchema),
  from_problem: z.array(cellSchema),
});

/** Which thought holds which value. */
export type TwinSummary = z.infer<typeof twinSummarySchema>;
/** One set of patched thoughts at one first changed step. */
export type TwinCell = z.infer<typeof cellSchema>;

/** Rates over the pairs that are solved on both sides. */
export function summariseTwins(results: TwinResults, resampling: Resampling): TwinSummary {
  const solved = results.pairs.filter((pair) => pair.both_correct);
  const steps = [...new Set(solved.map((pair) => pair.first_changed_step))].sort((a, b) => a - b);
  const cellsOf = (direction: 'from_twin' | 'from_problem'): TwinCell[] =>
    (solved[0]?.[direction] ?? []).flatMap(({ thoughts }) =>
      steps.map((step) => cellOf(solved, direction, thoughts, step, resampling)),
    );
  return {
    site: results.site,
    layer: results.layer,
    pairs: results.pairs.length,
    both_correct: solved.length,
    without_twin: results.without_twin.length,
    from_twin: cellsOf('from_twin'),
    from_problem: cellsOf('from_problem'),
  };
}

function cellOf(
  pairs: readonly PatchedPair[],
  direction: 'from_twin' | 'from_problem',
  thoughts: readonly number[],
  step: number,
  resampling: Resampling,
): TwinCell {
  const patches = pairs
    .filter((pair) => pair.first_changed_step === step)
    .flatMap((pair) => pair[direction].filter((patch) => patch.thoughts.join() === thoughts.join()));
  return {
    thoughts: [...thoughts],
    first_changed_step: step,
    took_answer: shareOf(patches.map((patch) => patch.took_answer)),
    shift: problemMean(
      patches.flatMap((patch) => patch.shift ?? []),
      resampling,
    ),
  };
}
