/**
 * Asks a codiscope server one question from TypeScript.
 *
 * Usage: node examples/typescript/dist/client.js HOST:PORT ["question"]
 * Prints what the clean run and the run without thought 2 say, and where the EOT slot looks, as JSON.
 */
import {
  AttentionQuery,
  CodiClient,
  CodiError,
  decodeTensor,
  HeadReduction,
  KeyReduction,
  type Rollout,
  type RolloutRequestInit,
} from '@codiscope/proto';

const QUESTION =
  'Tina earns 6 dollars an hour and works 2 hours. Tina wants to buy a candle for 22 dollars. ' +
  'How many more dollars does Tina need?';

/** The clean run, and the run with thought 2 zeroed at the output of one layer. What is not said has its default. */
function requestFor(question: string, layer: number): RolloutRequestInit {
  const zero = { layers: [layer], thoughts: [2], method: { $case: 'zero' as const, value: {} } };
  return {
    id: 'example',
    question: { $case: 'text', value: question },
    goldAnswer: '10',
    variants: [{ id: 'baseline' }, { id: 'zero 2', interventions: [zero] }],
    capture: {
      attention: {
        queries: [AttentionQuery.EOT],
        layers: [layer],
        heads: HeadReduction.MEAN,
        keys: KeyReduction.GROUPS,
      },
    },
  };
}

/** The parts of a result that the examples compare. */
function summary({ text, scores, attention: [row] }: Rollout): object {
  if (!row?.weights) throw new Error('the server sent no attention');
  const { data } = decodeTensor(row.weights);
  return {
    text,
    gold_log_prob: scores?.goldLogProb,
    kl_from_baseline: scores?.klFromBaseline,
    attention: Object.fromEntries(row.keyGroups.map((name, index) => [name, data[index]])),
  };
}

const [address = '127.0.0.1:50051', question = QUESTION] = process.argv.slice(2);
const client = await CodiClient.connect(address);
try {
  const { presets } = await client.getModel();
  const results: Record<string, object> = {};
  for await (const { variantId, outcome } of client.rollout(requestFor(question, presets?.middle ?? 0))) {
    if (outcome?.$case === 'error') throw CodiError.fromStatus(outcome.value);
    if (outcome) results[variantId] = summary(outcome.value);
  }
  console.log(JSON.stringify(results, null, 2));
} finally {
  client.close();
}
