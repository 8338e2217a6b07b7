import { z } from 'zod';

import { numberIn, stepResults } from '../../datasets/step-results.js';
import type { Problem } from '../../datasets/problem.js';
import { shareSchema } from '../../estimates/fields.js';
import { shareCell, shareOf, shareText } from '../../estimates/share.js';
import type { Table } from '../../words/figure.js';
import { fixed, layerText } from '../../words/notation.js';
import { entryAt, required } from '../../words/required.js';
import { thoughtsUpTo } from '../../words/thought.js';
import type { LensResults, ProblemLens } from './results.js';

/** Which intermediate results the likeliest token of each thought names. */
const lensReadsSchema = z.object({
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

/** What the likeliest tokens of each thought are, over all problems. */
const lensSaysSchema = z.object({
  problems: z.number().int(),
  /** The deepest layer that was read. */
  layer: z.number().int(),
  thoughts: z.array(
    z.object({
      thought: z.number().int(),
      /** The commonest likeliest tokens, the most frequent first, and in how many problems each is it. */
      commonest: z.array(z.object({ piece: z.string(), count: z.number().int() })),
      /** Problems in which the likeliest token has a digit; in which the right answer is among the tokens kept. */
      number_first: shareSchema,
      answer_kept: shareSchema,
    }),
  ),
});

/** What the summary keeps of the lens. */
export const lensFactsSchema = z.object({
  lens: lensSaysSchema.nullable(),
  /** Stands under `known_truth.lens`; null without known steps. */
  lens_reads: lensReadsSchema.nullable(),
});

/** What the summary keeps of the lens. */
export type LensFacts = z.infer<typeof lensFactsSchema>;

/** Which intermediate results each thought names. */
export type LensReads = z.infer<typeof lensReadsSchema>;

interface ReadProblem {
  readonly results: readonly (number | null)[];
  readonly lens: ProblemLens;
}

/** The facts of lens results; the steps' results come from the dataset. */
export function summariseLens(results: LensResults, problems: readonly Problem[] | null): LensFacts {
  return { lens: lensSays(results), lens_reads: problems === null ? null : lensReads(results, problems) };
}

/** How many of the commonest tokens are kept. */
const COMMONEST = 4;

function lensSays({ problems, layers, thoughts }: LensResults): LensFacts['lens'] {
  const deepest = deepestOf(layers);
  if (deepest === undefined) return null;
  return {
    problems: problems.length,
    layer: deepest,
    thoughts: thoughtsUpTo(thoughts).map((thought) => {
      const seen = problems.map(({ readings, expected_answer: answer, problem_id: id }) => {
        const reading = readings.find((each) => each.thought === thought && each.layer === deepest);
        const { top } = required(reading, `the reading of thought ${thought} of ${id}`);
        return { pieces: top.map(({ piece }) => piece.trim()), answer: String(answer) };
      });
      const firsts = seen.map(({ pieces }) => entryAt(pieces, 0, 'the likeliest token'));
      return {
        thought,
        commonest: commonest(firsts),
        number_first: shareOf(firsts.map((piece) => /\d/.test(piece))),
        answer_kept: shareOf(seen.map(({ pieces, answer }) => pieces.includes(answer))),
      };
    }),
  };
}

function commonest(pieces: readonly string[]): { piece: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const piece of pieces) counts.set(piece, (counts.get(piece) ?? 0) + 1);
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .slice(0, COMMONEST)
    .map(([piece, count]) => ({ piece, count }));
}

function deepestOf(layers: LensResults['layers']): number | undefined {
  return layers
    .map(({ layer }) => layer)
    .sort((a, b) => a - b)
    .at(-1);
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
  const piece = reading?.top[0]?.piece;
  return piece === undefined ? null : numberIn(piece);
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

/** Which thought's likeliest token is the result of its step, in a sentence. */
export function lensSentences(lens: LensReads | null): string[] {
  if (lens === null) return [];
  const told = (wanted: string): number[] =>
    lens.own_step.filter(({ verdict }) => verdict === wanted).map(({ thought }) => thought);
  const [mostly, above] = [told('mostly'), told('above_chance')];
  const verdict =
    mostly.length + above.length === 0
      ? 'No thought is shown to read the result of its step'
      : [
          ...(mostly.length === 0 ? [] : [`in most problems for k = ${mostly.join(', ')}`]),
          ...(above.length === 0 ? [] : [`more often than by chance for k = ${above.join(', ')}`]),
        ].join(', ');
  const start = mostly.length + above.length === 0 ? '' : "The lens of thought k reads step k's result ";
  const rates = lens.own_step.map(
    ({ thought, reads, chance }) =>
      `k = ${thought}: ${shareText(reads)}${chance === null ? '' : `, by chance ${fixed(100 * chance, 1)} %`}`,
  );
  return [`${start}${verdict} (layer ${lens.layer}, likeliest token): ${rates.join('; ')}.`];
}

/** The lens in short: what thoughts decode to after the deepest layer that was read. */
export function tellLens(results: LensResults): (string | Table)[] {
  const { lens: says } = summariseLens(results, null);
  if (says === null) return ['no layer was read'];
  const named = required(
    results.layers.find(({ layer }) => layer === says.layer),
    'the deepest layer',
  );
  return [
    `What thoughts decode to after layer ${layerText(named)}, over ${says.problems} problems`,
    {
      head: ['thought', 'commonest first tokens', 'a number first', 'answer in the top'],
      rows: says.thoughts.map(({ thought, commonest: tokens, number_first: number, answer_kept: kept }) => [
        String(thought),
        tokens.map(({ piece, count }) => `${piece} (${count})`).join(', '),
        shareCell(number),
        shareCell(kept),
      ]),
    },
  ];
}
