import { attentionResultsSchema, type AttentionResults } from '../results/attention.js';
import type { Protocol } from '../results/protocol.js';
import {
  attentionPlan,
  ATTENTION_VARIANT,
  problemAttention,
  type NamedLayer,
} from './attention-experiment.js';
import { attentionRecordSchema } from './attention-record.js';
import { finishPlan, refusals, type ExperimentContext } from './experiment-context.js';
import { attentionFileName } from './result-files.js';

/** RQ2: reads the attention of the rows that predict the number and EOT, and writes `attention_weights_100.json`. */
export async function runAttention(
  context: ExperimentContext,
  layers: readonly NamedLayer[],
  maxNewTokens: number,
  protocol: Protocol = 'official',
): Promise<AttentionResults> {
  const { dataset, model, run } = context;
  const plan = attentionPlan(dataset.problems, layers, maxNewTokens, protocol);
  const finished = await finishPlan(context, plan, {
    protocol,
    layers: layers.map(({ layer }) => layer),
    queries: ['number', 'eot'],
    max_new_tokens: maxNewTokens,
  });
  const results: AttentionResults = attentionResultsSchema.parse({
    schema_version: 1,
    kind: 'attention_weights',
    model_fingerprint: model.fingerprint,
    dtype: model.dtype,
    approximate: model.approximate,
    dataset_sha256: run.file.dataset.sha256,
    protocol,
    thoughts: model.thoughts,
    layers,
    problems: finished.answered.map((problem) =>
      problemAttention(
        problem,
        model.thoughts,
        attentionRecordSchema.parse(finished.recordOf(problem, ATTENTION_VARIANT)),
        protocol,
      ),
    ),
    refused: finished.refused,
  });
  await run.writeResult(attentionFileName(dataset.problems.length), results);
  await finished.experiment.finish(refusals('attend', finished.refused));
  return results;
}
