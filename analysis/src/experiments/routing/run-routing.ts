import { AttentionQuery, HeadReduction, KeyReduction } from '@codiscope/proto';

import { routingResultsSchema, TOKEN_CLASSES, type RoutingResults } from '../../results/routing.js';
import type { NamedLayer } from '../attention-experiment.js';
import { readCleanRuns } from '../clean-runs.js';
import { refusals, type ExperimentContext } from '../experiment-context.js';
import { routingFileName } from '../result-files.js';
import { resultHead } from '../result-head.js';
import { problemRouting } from './problem-routing.js';
import { routingRecord, routingRecordSchema } from './routing-record.js';

/** Reads which question tokens each thought looks at, and writes `routing_100.json`. */
export async function runRouting(
  context: ExperimentContext,
  layers: readonly NamedLayer[],
  maxNewTokens: number,
): Promise<RoutingResults> {
  const { client, dataset, run, signal } = context;
  const numbers = layers.map(({ layer }) => layer);
  const reading = {
    experiment: 'route',
    capture: {
      attention: {
        queries: [AttentionQuery.THOUGHTS],
        layers: numbers,
        heads: HeadReduction.MEAN,
        keys: KeyReduction.NONE,
      },
    },
    configuration: { layers: numbers },
    record: routingRecord,
    recordSchema: routingRecordSchema,
  };
  const { experiment, refused, read } = await readCleanRuns(context, reading, maxNewTokens);
  const problems: RoutingResults['problems'] = [];
  for (const { problem, record } of read) {
    // Not in the journal: the model, whose fingerprint is in `run.json`, decides how a question is cut.
    const { pieces } = await client.tokenize(problem.question, { signal });
    problems.push(problemRouting(problem, pieces, record));
  }
  const results = routingResultsSchema.parse({
    ...resultHead(context, 'routing'),
    layers,
    token_classes: [...TOKEN_CLASSES],
    problems,
    refused,
  });
  await run.writeResult(routingFileName(dataset.problems.length), results);
  await experiment.finish(refusals('route', refused));
  return results;
}
