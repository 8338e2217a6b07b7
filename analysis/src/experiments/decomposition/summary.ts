import { z } from 'zod';

import { problemMeanSchema } from '../../estimates/fields.js';
import { meanCell, problemMean } from '../../estimates/problem-mean.js';
import type { Resampling } from '../../statistics/resampling.js';
import { sum } from '../../statistics/descriptive.js';
import type { Table } from '../../words/figure.js';
import { groupName } from '../../words/key-group.js';
import { fixed } from '../../words/notation.js';
import { entryAt, required } from '../../words/required.js';
import type { SummaryContext } from '../experiment.js';
import { additivitySchema, type DecompositionResults } from './results.js';

/** What the logit of gold minus that of the strongest other token is made of; means over problems. */
const decompositionSummarySchema = z.object({
  /** Baseline-correct problems with a gold and a rival token. */
  problems: z.number().int(),
  /** Logit difference: the margin. */
  margin: problemMeanSchema,
  /** Attention summed over layers, by group of source slots, in the order of the results. */
  attention: z.array(z.object({ group: z.string(), ...problemMeanSchema.shape })),
  /** Attention (all groups) and MLP by layer. */
  layers: z.array(
    z.object({ layer: z.number().int(), attention: problemMeanSchema, mlp: problemMeanSchema }),
  ),
  embedding: problemMeanSchema,
  bias: problemMeanSchema,
  /** Largest |sum of the parts - margin| of a problem, relative to it (or to 1 where it is smaller). */
  additivity_error: z.number().nullable(),
  /** Mean attention by layer and group of source slots, in the order of `attention`: [layers][groups]. */
  attention_cells: z.array(z.array(z.number())),
  /** All MLPs together. */
  mlp: problemMeanSchema,
  /** The control of all problems, right or wrong, as the result file has it. */
  additivity: additivitySchema,
});

/** What the summary keeps of the decomposition. */
export const decompositionFactsSchema = z.object({ decomposition: decompositionSummarySchema.nullable() });

/** What the summary keeps of the decomposition. */
export type DecompositionFacts = z.infer<typeof decompositionFactsSchema>;

/** What the margin is made of. */
export type DecompositionSummary = z.infer<typeof decompositionSummarySchema>;

/** The facts of decomposition results. */
export function summariseDecomposition(
  results: DecompositionResults,
  { resampling }: SummaryContext,
): DecompositionFacts {
  return { decomposition: decompositionOf(results, resampling) };
}

/** Means over the baseline-correct problems that have a difference. */
function decompositionOf(
  { problems, groups, layers, additivity }: DecompositionResults,
  resampling: Resampling | null,
): DecompositionSummary {
  const parts = problems.flatMap(({ baseline_correct: right, difference }) =>
    right && difference !== null ? [difference] : [],
  );
  type Parts = (typeof parts)[number];
  const meanOf = (value: (each: Parts) => number) => problemMean(parts.map(value), resampling);
  const cell = ({ attention }: Parts, layer: number, place: number): number =>
    entryAt(entryAt(attention, layer, 'a layer of the parts'), place, 'a group of the parts');
  const all = ({ attention, mlp, embedding, bias }: Parts): number =>
    sum([...attention.flat(), ...mlp, embedding, bias]);
  const errors = parts.map((each) => Math.abs(all(each) - each.logit) / Math.max(1, Math.abs(each.logit)));
  const places = Array.from({ length: layers }, (_, layer) => layer);
  return {
    problems: parts.length,
    margin: meanOf(({ logit }) => logit),
    attention: groups.map((group, place) => ({
      group,
      ...meanOf((each) => sum(each.attention.map((_, layer) => cell(each, layer, place)))),
    })),
    layers: places.map((layer) => ({
      layer,
      attention: meanOf(({ attention }) => sum(entryAt(attention, layer, 'a layer of the parts'))),
      mlp: meanOf(({ mlp }) => entryAt(mlp, layer, 'the MLP of a layer')),
    })),
    embedding: meanOf(({ embedding }) => embedding),
    bias: meanOf(({ bias }) => bias),
    additivity_error: errors.length === 0 ? null : Math.max(...errors),
    attention_cells:
      parts.length === 0
        ? []
        : places.map((layer) =>
            groups.map((_, place) => sum(parts.map((each) => cell(each, layer, place))) / parts.length),
          ),
    mlp: meanOf(({ mlp }) => sum(mlp)),
    additivity,
  };
}

/** What the margin is made of, in a sentence. */
export function decompositionSentences(decomposition: DecompositionSummary | null): string[] {
  if (decomposition === null || decomposition.margin.mean === null) return [];
  const meanOf = ({ mean }: { readonly mean: number | null }): number => required(mean, 'the mean of a part');
  const parts = [
    ...decomposition.attention.map(({ group, ...part }) => ({
      name: `attention to ${groupName(group)}`,
      mean: meanOf(part),
    })),
    { name: 'the MLPs', mean: meanOf(decomposition.mlp) },
    { name: 'the embedding', mean: meanOf(decomposition.embedding) },
  ].sort((a, b) => Math.abs(b.mean) - Math.abs(a.mean));
  const named = parts.slice(0, 4).map(({ name, mean }) => `${name} (${fixed(mean, 2)})`);
  return [
    `The gold token leads the strongest other one by ${fixed(decomposition.margin.mean, 2)} logits on average (${decomposition.problems} baseline-correct problems); most of it, for or against, comes directly from ${named.join(', ')}.`,
  ];
}

/** The decomposition in short: which layer and slot decide for the right number against its strongest rival. */
export function tellDecomposition(results: DecompositionResults): (string | Table)[] {
  const { largest_error: error, not_additive: failed, tolerance } = results.additivity;
  const found = decompositionOf(results, null);
  if (found.problems === 0)
    return ['no right baseline has a token for its answer, so there is nothing to split'];
  const check = `the parts add up within ${error.toExponential(1)} of the logit (${Number(tolerance.toPrecision(2))} is allowed; beyond it: ${failed.length} problems)`;
  return [
    `Logit of the right number less that of its strongest rival, mean over ${found.problems} of ${results.problems.length} problems (right baselines): ${meanCell(found.margin, 2)}, by layer and source slot`,
    {
      head: ['layer', ...found.attention.map(({ group }) => groupName(group)), 'MLP'],
      rows: [
        ...found.layers.map(({ layer, mlp }) => [
          String(layer),
          ...entryAt(found.attention_cells, layer, 'a layer').map((value) => fixed(value, 2)),
          meanCell(mlp, 2),
        ]),
        ['all', ...found.attention.map((part) => meanCell(part, 2)), meanCell(found.mlp, 2)],
      ],
    },
    `and ${meanCell(found.embedding, 2)} of the slot's own embedding${found.bias.mean === 0 ? '' : `, ${meanCell(found.bias, 2)} of biases`}; ${check}`,
  ];
}
