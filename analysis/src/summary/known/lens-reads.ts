import { z } from 'zod';

import type { Problem } from '../../datasets/problem.js';
import type { LensResults, ProblemLens } from '../../results/lens.js';
import { thoughtsUpTo } from '../../words/thought.js';
import { shareSchema } from '../../estimates/fields.js';
import { shareOf } from '../../estimates/share.js';
import { numberIn, stepResults } from './step-results.js';

/** Which intermediate results the likeliest token of each thought names. */
export const lensReadsSchema = z.object({
  /** Problems with lens readings and known step results. */
  problems: z.number().int(),
  /** The deepest layer that was read; `cells` and `own_step` are of it. */
  layer: z.number().int(),
  /** Of the problems with that step: those whose thought reads its result. */
  cells: z.array(z.object({ thought: z.number().int(), step: z.number().int(), reads: shareSchema })),
  own_step: z.array(
    z.object({
      thought: z.number().int(),
      reads: shareSchema,
      /** How often it names the result of that step of another problem: what common numbers alone would give. */
      chance: z.number().nullable(),
      /** Reads its own step in most problems (interval above 1/2); more often than chance; or neither. */
      verdict: z.enum(['mostly', 'above_chance', 'not_shown', 'undefined']),
    }),
  ),
  /** By layer that was read, thought 1 first: the share that reads its own step. */
  by_layer: z.array(z.object({ layer: z.number().int(), own_step: z.array(shareSchema) })),
});

/** Which intermediate results each thought names. */
export type LensReads = z.infer<typeof lensReadsSchema>;

interface ReadProblem {
  readonly results: readonly (number | null)[];
  readonly lens: ProblemLens;
}

/** Compares the likeliest token of every thought with the results of the steps. Null without known steps. */
export function lensReads(lens: LensResults, dataset: readonly Problem[]): LensReads | null {
  const results = new Map(dataset.map((problem) => [problem.gsm8k_id, stepResults(problem)]));
  const problems = lens.problems.flatMap((each): ReadProblem[] => {
    const own = results.get(each.problem_id) ?? [];
    return own.length === 0 ? [] : [{ results: own, lens: each }];
  });
  const layers = lens.layers.map(({ layer }) => layer).sort((a, b) => a - b);
  const deepest = layers.at(-1);
  if (problems.length === 0 || deepest === undefined) return null;
  const thoughts = thoughtsUpTo(lens.thoughts);
  const steps = Math.max(...problems.map((problem) => problem.results.length));
  return {
    problems: problems.length,
    layer: deepest,
    cells: thoughts.flatMap((thought) =>
      Array.from({ length: steps }, (_, index) => ({
        thought,
        step: index + 1,
        reads: readsStep(problems, thought, index + 1, deepest),
      })),
    ),
    own_step: thoughts.map((thought) => {
      const reads = readsStep(problems, thought, thought, deepest);
      const chance = chanceOf(problems, thought, deepest);
      return { thought, reads, chance, verdict: verdictOn(reads.wilson_95, chance) };
    }),
    by_layer: layers.map((layer) => ({
      layer,
      own_step: thoughts.map((thought) => readsStep(problems, thought, thought, layer)),
    })),
  };
}

/** The number that a thought's likeliest token is at a layer; null for a word or no reading. */
function readingOf({ lens }: ReadProblem, thought: number, layer: number): number | null {
  const reading = lens.readings.find((each) => each.thought === thought && each.layer === layer);
  return numberIn(reading?.top[0]?.piece ?? '');
}

function readsStep(problems: readonly ReadProblem[], thought: number, step: number, layer: number) {
  const withStep = problems.filter(({ results }) => (results[step - 1] ?? null) !== null);
  return shareOf(withStep.map((problem) => readingOf(problem, thought, layer) === problem.results[step - 1]));
}

function chanceOf(problems: readonly ReadProblem[], thought: number, layer: number): number | null {
  const pairs = problems.flatMap((problem) => {
    const result = problem.results[thought - 1] ?? null;
    return result === null ? [] : [{ result, reading: readingOf(problem, thought, layer) }];
  });
  if (pairs.length < 2) return null;
  const others = pairs.flatMap((own, index) =>
    pairs.filter((_, other) => other !== index).map(({ result }) => own.reading === result),
  );
  return others.filter(Boolean).length / others.length;
}

function verdictOn(
  interval: readonly [number, number] | null,
  chance: number | null,
): LensReads['own_step'][number]['verdict'] {
  if (interval === null) return 'undefined';
  if (interval[0] > 0.5) return 'mostly';
  return chance !== null && interval[0] > chance ? 'above_chance' : 'not_shown';
}
