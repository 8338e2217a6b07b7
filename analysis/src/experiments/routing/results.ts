import { z } from 'zod';

import { namedLayersSchema, problemHeader, refusedSchema, resultHeader } from '../../words/result-head.js';

/** Classes of question tokens. */
export const TOKEN_CLASSES = ['number', 'operator', 'entity', 'other'] as const;
/** One of them. */
export type TokenClass = (typeof TOKEN_CLASSES)[number];

const problemRoutingSchema = z.object({
  ...problemHeader,
  /** The question's tokens in order. */
  tokens: z.array(z.object({ piece: z.string(), class: z.enum(TOKEN_CLASSES) })),
  /** By `layer_L`, means over heads. */
  by_layer: z.record(
    z.string(),
    z.object({
      /** Weight of each thought's row on each question token: [thoughts][tokens]. */
      weights: z.array(z.array(z.number())),
      /** Summed by class, in the order of TOKEN_CLASSES: [thoughts][4]. */
      by_class: z.array(z.array(z.number())),
      /** What each thought's row has left for BOT and thoughts: [thoughts]. */
      elsewhere: z.array(z.number()),
    }),
  ),
});

/** `results/routing_100.json`: which question tokens each thought looks at. */
export const routingResultsSchema = z.object({
  ...resultHeader,
  kind: z.literal('routing'),
  layers: namedLayersSchema,
  token_classes: z.array(z.enum(TOKEN_CLASSES)),
  problems: z.array(problemRoutingSchema),
  refused: refusedSchema,
});

/** The routing results of a run. */
export type RoutingResults = z.infer<typeof routingResultsSchema>;
/** The routing results of one problem. */
export type ProblemRouting = z.infer<typeof problemRoutingSchema>;
