import { AttentionQuery, HeadReduction, KeyReduction, type CodiClient } from '@codiscope/proto';

import { cleanPlan, readings } from '../clean-reading.js';
import { ready, type Experiment } from '../experiment.js';
import { parseLayers, type NamedLayer } from '../layers.js';
import { resultHead } from '../result-head.js';
import { routingFigures } from './figure.js';
import { problemRouting, routingRecord, routingRecordSchema } from './problem-routing.js';
import { routingResultsSchema, TOKEN_CLASSES, type RoutingResults } from './results.js';
import {
  routingFactsSchema,
  routingSentences,
  summariseRouting,
  tellRouting,
  type RoutingFacts,
} from './summary.js';

/** Which layers are read, as asked for. */
export interface RoutingChoice {
  /** Presets, numbers, or all. */
  readonly layers: string;
}

/** Which layers are read. */
export interface RoutingSettings {
  readonly layers: readonly NamedLayer[];
}

/** Which question tokens each thought looks at. */
export const routing: Experiment<RoutingChoice, RoutingSettings, RoutingResults, RoutingFacts> = {
  name: 'routing',
  verb: 'route',
  file: 'routing',
  title: 'What each thought looks at',
  required: false,
  protocols: ['official'],
  schema: routingResultsSchema,
  ofRun: ({ layers }) => ({ layers }),
  choose: ({ layers }, model) => ready({ layers: parseLayers(layers, model) }),
  configuration: ({ layers }) => ({ protocol: 'official', layers: layers.map(({ layer }) => layer) }),
  plan: ({ layers }, context) =>
    cleanPlan(
      {
        verb: 'route',
        protocol: 'official',
        capture: {
          attention: {
            queries: [AttentionQuery.THOUGHTS],
            layers: layers.map(({ layer }) => layer),
            heads: HeadReduction.MEAN,
            keys: KeyReduction.NONE,
          },
        },
        record: routingRecord,
      },
      context,
    ),
  results: async (finished, { layers }, context) => ({
    ...resultHead(context, 'routing'),
    layers: [...layers],
    token_classes: [...TOKEN_CLASSES],
    problems: await problemsOf(readings(finished, routingRecordSchema), context),
    refused: [...finished.refused],
  }),
  tell: tellRouting,
  summarise: summariseRouting,
  facts: routingFactsSchema,
  findings: ({ routing: facts }) => ({ mechanism: routingSentences(facts) }),
  figures: routingFigures,
};

/** The tokens are not in the journal: the model, whose fingerprint is in `run.json`, decides how a question is cut. */
async function problemsOf(
  read: ReturnType<typeof readings<ReturnType<typeof routingRecord>>>,
  { client, signal }: { readonly client: CodiClient; readonly signal: AbortSignal },
): Promise<RoutingResults['problems']> {
  const problems: RoutingResults['problems'] = [];
  for (const { problem, record } of read) {
    const { pieces } = await client.tokenize(problem.question, { signal });
    problems.push(problemRouting(problem, pieces, record));
  }
  return problems;
}
