import { attentionResultsSchema, type AttentionResults } from '../results/attention.js';
import type { Protocol } from '../words/protocol.js';
import { attentionReading, problemAttention, type NamedLayer } from './attention-experiment.js';
import { readCleanRuns } from './clean-runs.js';
import { refusals, type ExperimentContext } from './experiment-context.js';
import { attentionFileName } from './result-files.js';
import { resultHead } from './result-head.js';

/** RQ2: reads the attention of the rows that predict the number and EOT, and writes `attention_weights_100.json`. */
export async function runAttention(
  context: ExperimentContext,
  layers: readonly NamedLayer[],
  maxNewTokens: number,
  protocol: Protocol = 'official',
): Promise<AttentionResults> {
  const { dataset, model, run } = context;
  const reading = attentionReading(layers, protocol);
  const { experiment, refused, read } = await readCleanRuns(context, reading, maxNewTokens);
  const results = attentionResultsSchema.parse({
    ...resultHead(context, 'attention_weights', protocol),
    layers,
    problems: read.map(({ problem, record }) => problemAttention(problem, model.thoughts, record, protocol)),
    refused,
  });
  await run.writeResult(attentionFileName(dataset.problems.length), results);
  await experiment.finish(refusals('attend', refused));
  return results;
}
