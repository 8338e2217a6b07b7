import { z } from 'zod';

import { correlateCentred } from '../statistics/correlation.js';
import { benjaminiHochberg } from '../statistics/multiple-testing.js';
import { permuteAmongRows } from '../statistics/permutation.js';
import { rankWithinPositions } from '../statistics/paired-table.js';
import type { PairedRow } from '../statistics/paired-table.js';
import type { Resampling } from '../statistics/resampling.js';
import { centredColumns } from '../statistics/paired-table.js';
import { adjustDefined } from '../estimates/significance.js';
import { entryAt } from '../words/required.js';
import type { AnalysedProblem } from './match-problems.js';

const cells = z.array(z.array(z.number().nullable()));

const mapSchema = z.object({
  /** Conditional r (of ranks, as `conditional_ranks`) of each head's attention: [layers][heads]; null where undefined. */
  r: cells,
  /** Whole problems dealt out anew. */
  p: cells,
  /** Adjusted over the map (Benjamini and Hochberg). */
  p_bh: cells,
  /** Cells with p_bh < 0.05. */
  marked: z.number().int(),
});

/** Which heads' attention goes with importance. */
export const headMapSchema = z.object({
  layers: z.array(z.number().int()),
  heads: z.number().int(),
  /** Enough that a single head can be marked. */
  permutations: z.number().int(),
  flips: mapSchema,
  gold_log_prob_drop: mapSchema,
});

/** Which heads' attention goes with importance. */
export type HeadMap = z.infer<typeof headMapSchema>;

/** The false discovery rate of the marks. */
export const FALSE_DISCOVERY_RATE = 0.05;

/** The map over the layers that were read; null where no problem has the row. */
export function headMap(
  problems: readonly AnalysedProblem[],
  layers: readonly number[],
  { resamples, seed }: Resampling,
): HeadMap | null {
  const [problem, layer] = [problems[0], layers[0]];
  if (problem === undefined || layer === undefined) return null;
  const heads = problem.heads(layer).length;
  // The smallest p is 1 / (permutations + 1), and a lone head has to beat its share of the level.
  const permutations = Math.max(resamples, layers.length * heads * Math.ceil(1 / FALSE_DISCOVERY_RATE));
  const draws = { resamples: permutations, seed };
  const mapOf = (measure: 'flips' | 'drops') => {
    const found = layers.map((layer) =>
      Array.from({ length: heads }, (_, head) =>
        cellOf(
          rankWithinPositions(
            problems.map((problem) => ({
              x: entryAt(problem.heads(layer), head, `the weights of head ${layer}.${head}`),
              y: problem[measure],
            })),
            measure === 'drops' ? 'both' : 'x',
          ),
          draws,
        ),
      ),
    );
    return adjusted(found);
  };
  return {
    layers: [...layers],
    heads,
    permutations,
    flips: mapOf('flips'),
    gold_log_prob_drop: mapOf('drops'),
  };
}

interface Cell {
  readonly r: number | null;
  readonly p: number | null;
}

function cellOf(table: readonly PairedRow[], draws: Resampling): Cell {
  const { x, y } = centredColumns(table, 'both');
  const degrees = (table.length - 1) * ((table[0]?.x.length ?? 0) - 1) - 1;
  const { r } = correlateCentred(Array.from(x), Array.from(y), degrees);
  return { r, p: r === null ? null : permuteAmongRows(table, draws, 'both').p };
}

function adjusted(found: readonly (readonly Cell[])[]): HeadMap['flips'] {
  const family = adjustDefined(
    found.flat().map(({ p }) => p),
    benjaminiHochberg,
  );
  let place = 0;
  const adjustedP = found.map((row) => row.map(() => entryAt(family, place++, 'the test of a head')));
  return {
    r: found.map((row) => row.map(({ r }) => r)),
    p: found.map((row) => row.map(({ p }) => p)),
    p_bh: adjustedP,
    marked: adjustedP.flat().filter((p) => p !== null && p < FALSE_DISCOVERY_RATE).length,
  };
}
