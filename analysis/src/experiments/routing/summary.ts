import { z } from 'zod';

import { problemMeanSchema } from '../../estimates/fields.js';
import { meanCell, problemMean } from '../../estimates/problem-mean.js';
import { mean } from '../../statistics/descriptive.js';
import { type Resampling } from '../../statistics/resampling.js';
import type { Table } from '../../words/figure.js';
import { layerText, percent } from '../../words/notation.js';
import { entryAt, required } from '../../words/required.js';
import { thoughtsUpTo } from '../../words/thought.js';
import type { SummaryContext } from '../experiment.js';
import type { RoutingResults } from './results.js';

/** Where each thought's row looks in the question. */
const routingSummarySchema = z.object({
  /** All problems, right and wrong. */
  problems: z.number().int(),
  /** Share of the question's tokens in each class: what attention spread evenly over the question would give. */
  token_shares: z.record(z.string(), z.number()),
  /** By `layer_L`, mean over heads. */
  by_layer: z.record(
    z.string(),
    z.array(
      z.object({
        thought: z.number().int(),
        /** Weight on each class of question tokens. */
        classes: z.record(z.string(), problemMeanSchema),
        /** Weight on BOT and thoughts. */
        elsewhere: problemMeanSchema,
        /** All of the above; 1 but for rounding. */
        total: z.number(),
      }),
    ),
  ),
});

/** What the summary keeps of routing. */
export const routingFactsSchema = z.object({ routing: routingSummarySchema.nullable() });

/** What the summary keeps of routing. */
export type RoutingFacts = z.infer<typeof routingFactsSchema>;

/** Where each thought's row looks in the question. */
export type RoutingSummary = z.infer<typeof routingSummarySchema>;

/** The facts of routing results. */
export function summariseRouting(results: RoutingResults, { resampling }: SummaryContext): RoutingFacts {
  return { routing: results.problems.length === 0 ? null : routingOf(results, resampling) };
}

function routingOf(
  { problems, token_classes: classes, layers, thoughts }: RoutingResults,
  resampling: Resampling | null,
): RoutingSummary {
  const share = (name: string): number =>
    mean(problems.map(({ tokens }) => tokens.filter((token) => token.class === name).length / tokens.length));
  const thoughtAt = (key: string, index: number): RoutingSummary['by_layer'][string][number] => {
    const rows = problems.map(({ by_layer: byLayer }) => required(byLayer[key], `the routing of ${key}`));
    const meanOf = (values: number[]) => problemMean(values, resampling);
    const byClass = Object.fromEntries(
      classes.map((name, place) => [
        name,
        meanOf(
          rows.map((row) =>
            entryAt(entryAt(row.by_class, index, 'a thought'), place, `the weight on ${name}`),
          ),
        ),
      ]),
    );
    const elsewhere = meanOf(rows.map((row) => entryAt(row.elsewhere, index, 'the weight elsewhere')));
    const total = [...Object.values(byClass), elsewhere].reduce(
      (sum, each) => sum + required(each.mean, 'a mean weight'),
      0,
    );
    return { thought: index + 1, classes: byClass, elsewhere, total };
  };
  return {
    problems: problems.length,
    token_shares: Object.fromEntries(classes.map((name) => [name, share(name)])),
    by_layer: Object.fromEntries(
      layers.map(({ layer }) => [
        `layer_${layer}`,
        thoughtsUpTo(thoughts).map((_, index) => thoughtAt(`layer_${layer}`, index)),
      ]),
    ),
  };
}

/** At the deepest layer that was read: how much of each thought's look at the question goes to numbers. */
export function routingSentences(routing: RoutingSummary | null): string[] {
  const key = Object.keys(routing?.by_layer ?? {}).at(-1);
  if (routing === null || key === undefined) return [];
  const even = required(routing.token_shares['number'], 'the share of number tokens');
  const shares = required(routing.by_layer[key], key).map(({ thought, classes }) => {
    const all = Object.values(classes).reduce((sum, each) => sum + required(each.mean, 'a mean weight'), 0);
    const number = required(classes['number']?.mean, 'the mean weight on numbers');
    return `thought ${thought} ${all === 0 ? 'none' : percent(number / all)}`;
  });
  return [
    `Of what each thought's row gives to the question at ${key.replace('_', ' ')}, number tokens get ${shares.join(', ')}; they are ${percent(even)} of the tokens (${routing.problems} problems).`,
  ];
}

/** The routing in short: where each thought looks, by layer. */
export function tellRouting(results: RoutingResults): (string | Table)[] {
  const { layers, token_classes: classes, problems } = results;
  if (problems.length === 0) return ['no problem was read'];
  const { by_layer: byLayer } = routingOf(results, null);
  return [
    `Attention of each thought's row on the question's tokens by class, mean over heads and ${problems.length} problems; a row sums to 1`,
    {
      head: ['layer', 'thought', ...classes, 'BOT and thoughts'],
      rows: layers.flatMap((named) =>
        required(byLayer[`layer_${named.layer}`], 'a layer').map((row) => [
          layerText(named),
          String(row.thought),
          ...classes.map((name) => meanCell(required(row.classes[name], name), 3)),
          meanCell(row.elsewhere, 3),
        ]),
      ),
    },
  ];
}
