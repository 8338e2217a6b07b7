import { z } from 'zod';

import { problemMeanSchema, shareSchema } from '../../estimates/fields.js';
import { meanCell, problemMean } from '../../estimates/problem-mean.js';
import { shareOf } from '../../estimates/share.js';
import type { Resampling } from '../../statistics/resampling.js';
import type { Table } from '../../words/figure.js';
import { percent, percentInterval } from '../../words/notation.js';
import { required } from '../../words/required.js';
import { thoughtsUpTo } from '../../words/thought.js';
import type { SummaryContext } from '../experiment.js';
import type { PatchedPair, TwinPatch, TwinResults } from './results.js';

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

/** The same over all first changed steps. */
const setSchema = cellSchema
  .omit({ first_changed_step: true })
  .extend({ /** Pairs whose answer stayed. */ kept_answer: shareSchema });

/** Which thought holds which value: what patching it from a twin does, by the first step that the twin changes. */
const twinSummarySchema = z.object({
  site: z.string(),
  layer: z.number().int().nullable(),
  pairs: z.number().int(),
  /** Pairs of which both are solved; the cells are of these. */
  both_correct: z.number().int(),
  without_twin: z.number().int(),
  /** The twin's values in the problem's run, and the other way round. */
  from_twin: z.array(cellSchema),
  from_problem: z.array(cellSchema),
  /** The same whatever step the twin changes first. */
  sets: z.object({ from_twin: z.array(setSchema), from_problem: z.array(setSchema) }),
});

/** What the summary keeps of twins. */
export const twinFactsSchema = z.object({ twins: twinSummarySchema.nullable() });

/** What the summary keeps of twins. */
export type TwinFacts = z.infer<typeof twinFactsSchema>;

/** Which thought holds which value. */
export type TwinSummary = z.infer<typeof twinSummarySchema>;

/** One set of patched thoughts at one first changed step. */
export type TwinCell = z.infer<typeof cellSchema>;

type Direction = 'from_twin' | 'from_problem';

/** The facts of twin results. */
export function summariseTwins(results: TwinResults, { resampling }: SummaryContext): TwinFacts {
  return { twins: twinsOf(results, resampling) };
}

/** Rates over the pairs that are solved on both sides. */
function twinsOf(results: TwinResults, resampling: Resampling | null): TwinSummary {
  const solved = results.pairs.filter((pair) => pair.both_correct);
  const steps = [...new Set(solved.map((pair) => pair.first_changed_step))].sort((a, b) => a - b);
  const sets = (direction: Direction) => (solved[0]?.[direction] ?? []).map(({ thoughts }) => thoughts);
  const cellsOf = (direction: Direction): TwinCell[] =>
    sets(direction).flatMap((thoughts) =>
      steps.map((step) => {
        const members = solved.filter((pair) => pair.first_changed_step === step);
        const { took_answer, shift } = ratesOf(patchesOf(members, direction, thoughts), resampling);
        return { thoughts: [...thoughts], first_changed_step: step, took_answer, shift };
      }),
    );
  const setsOf = (direction: Direction): TwinSummary['sets']['from_twin'] =>
    sets(direction).map((thoughts) => {
      const patches = patchesOf(solved, direction, thoughts);
      return {
        thoughts: [...thoughts],
        ...ratesOf(patches, resampling),
        kept_answer: shareOf(patches.map((patch) => patch.kept_answer)),
      };
    });
  return {
    site: results.site,
    layer: results.layer,
    pairs: results.pairs.length,
    both_correct: solved.length,
    without_twin: results.without_twin.length,
    from_twin: cellsOf('from_twin'),
    from_problem: cellsOf('from_problem'),
    sets: { from_twin: setsOf('from_twin'), from_problem: setsOf('from_problem') },
  };
}

function patchesOf(
  pairs: readonly PatchedPair[],
  direction: Direction,
  thoughts: readonly number[],
): TwinPatch[] {
  return pairs.flatMap((pair) =>
    pair[direction].filter((patch) => patch.thoughts.join() === thoughts.join()),
  );
}

function ratesOf(patches: readonly TwinPatch[], resampling: Resampling | null) {
  return {
    took_answer: shareOf(patches.map((patch) => patch.took_answer)),
    shift: problemMean(
      patches.flatMap((patch) => patch.shift ?? []),
      resampling,
    ),
  };
}

/** For each thought, from which changed step on patching it moves the answer, in a sentence. */
export function twinSentences(twins: TwinSummary | null): string[] {
  if (twins === null || twins.both_correct === 0) return [];
  const single = twins.from_twin.flatMap(({ thoughts, first_changed_step: step, took_answer: took }) => {
    const [thought, ...rest] = thoughts;
    return thought === undefined || rest.length > 0 ? [] : [{ thought, step, took }];
  });
  const moved = single.flatMap(({ thought, step, took: { count, n, wilson_95: interval } }) =>
    interval !== null && interval[0] > 0.5
      ? [`thought ${thought} where step ${step} changes (${count} of ${n}, ${percentInterval(interval)})`]
      : [],
  );
  const start = `Putting one thought of a twin into a problem (${twins.both_correct} pairs solved on both sides)`;
  if (moved.length > 0)
    return [`${start} moves the answer to the twin's in most pairs for ${moved.join('; ')}.`];
  const rated = single.flatMap(({ took, ...cell }) =>
    took.rate === null ? [] : [{ ...cell, ...took, rate: took.rate }],
  );
  const [best] = rated.toSorted((a, b) => b.rate - a.rate);
  const most =
    best === undefined
      ? ''
      : `; most often thought ${best.thought} where step ${best.step} changes (${best.count} of ${best.n})`;
  return [`${start} moves the answer to the twin's in most pairs for no thought and step${most}.`];
}

/** "resid_post of layer 4", or "embed". */
export function twinPlaceText({ site, layer }: Pick<TwinSummary, 'site' | 'layer'>): string {
  return layer === null ? site : `${site} of layer ${layer}`;
}

/** Patched thoughts in short: "3", "1 and 2", "2 to 6". */
export function setText(thoughts: readonly number[]): string {
  const [first, last] = [thoughts.at(0), thoughts.at(-1)].map((end) => required(end, 'a patched thought'));
  return thoughts.length > 2 ? `${first} to ${last}` : thoughts.join(' and ');
}

/** Twin patching in short: by the thoughts that were patched, and of single ones by the first step that differs. */
export function tellTwins(results: TwinResults): (string | Table)[] {
  const found = twinsOf(results, null);
  const share = ({ rate }: { readonly rate: number | null }): string => (rate === null ? '–' : percent(rate));
  const rows = found.sets.from_twin.map((own, place) => {
    const back = required(found.sets.from_problem[place], 'the other direction');
    return [own, back].reduce(
      (row, { took_answer: took, kept_answer: kept, shift }) => [
        ...row,
        share(took),
        share(kept),
        meanCell(shift, 2),
      ],
      [setText(own.thoughts)],
    );
  });
  const steps = [...new Set(found.from_twin.map((cell) => cell.first_changed_step))];
  const thoughts = thoughtsUpTo(results.thoughts);
  return [
    `${found.pairs} pairs of twins (${found.without_twin} problems have none), both solved in ${found.both_correct}; thoughts patched at ${twinPlaceText(found)}`,
    'Of the pairs that are both solved: answers that become those of the run that was patched from, or stay; shift of log-probability towards it, in nats',
    { head: ['patched', 'from twin: took', 'kept', 'shift', 'from problem: took', 'kept', 'shift'], rows },
    '',
    "Single thoughts from the twin that make the twin's answer, by the first step that differs",
    {
      head: ['first step', 'pairs', ...thoughts.map((thought) => `thought ${thought}`)],
      rows: steps.map((step) => {
        const cells = thoughts.map((thought) =>
          required(
            found.from_twin.find(
              (cell) => cell.first_changed_step === step && cell.thoughts.join() === String(thought),
            ),
            `the patch of thought ${thought}`,
          ),
        );
        return [
          String(step),
          String(cells[0]?.took_answer.n),
          ...cells.map((cell) => share(cell.took_answer)),
        ];
      }),
    },
  ];
}
