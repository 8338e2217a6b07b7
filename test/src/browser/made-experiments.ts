import type { AblationResults, AttentionResults, Dataset } from '@codiscope/analysis';

import { behaviour, share } from './made-numbers.js';

/** What every result file begins with. */
export interface MadeHeader {
  readonly schema_version: 1;
  readonly model_fingerprint: string;
  readonly dataset_sha256: string;
  readonly protocol: 'official';
  readonly dtype: 'float32';
  readonly approximate: false;
  readonly thoughts: number;
}

/** Layers that were read. */
export const LAYERS = [
  { layer: 2, name: 'early' },
  { layer: 4, name: 'middle' },
  { layer: 7, name: 'late' },
];

/** Ablation results of the made-up model; `failing`: problems whose self-patch is not a no-op. */
export function madeAblation(header: MadeHeader, dataset: Dataset, failing: number): AblationResults {
  const thoughts = Array.from({ length: header.thoughts }, (_, index) => index + 1);
  return {
    ...header,
    kind: 'token_ablation',
    site: 'resid_post',
    layer: 4,
    method: 'zero',
    later: 'recompute',
    warnings: [],
    refused: [],
    problems: dataset.problems.map((problem, index): AblationResults['problems'][number] => {
      const { answer } = problem;
      const { right, predicted, flips, drop, rightAfter } = behaviour(problem, index, header.thoughts);
      return {
        problem_id: problem.gsm8k_id,
        difficulty: problem.difficulty,
        expected_answer: answer,
        baseline: {
          output: `The answer is: ${predicted}`,
          predicted_answer: predicted,
          correct: right,
          truncated: false,
          gold_log_prob: right ? -0.1 : -3,
          margin: right ? 3 : -1,
        },
        token_ablations: thoughts.map((thought) => ({
          thoughts: [thought],
          ablated_output: '',
          predicted_answer: flips(thought) ? answer + 2 : predicted,
          still_correct: right && !flips(thought),
          truncated: false,
          importance: flips(thought) ? 1 : 0,
          reverse_flip: 0,
          answer_changed: flips(thought),
          gold_log_prob: -0.1 - drop(thought),
          gold_log_prob_drop: drop(thought),
          margin: 3 - drop(thought),
          kl_from_baseline: drop(thought) / 2,
        })),
        importance_scores: thoughts.map((thought) => (flips(thought) ? 1 : 0)),
        num_critical_tokens: thoughts.filter(flips).length,
        controls: {
          self_patch_equals_baseline: index >= failing,
          truncation: thoughts.map((thought) => ({
            thoughts_run: thought - 1,
            predicted_answer: rightAfter(thought - 1) ? answer : answer + 3,
            correct: rightAfter(thought - 1),
            gold_log_prob: rightAfter(thought - 1) ? -0.2 : -4,
          })),
        },
      };
    }),
  };
}

/** Attention results of the made-up model. */
export function madeAttention(
  header: MadeHeader,
  dataset: Dataset,
  layers: typeof LAYERS,
  heads: number,
): AttentionResults {
  return {
    ...header,
    kind: 'attention_weights',
    layers,
    refused: [],
    problems: dataset.problems.map((problem, index): AttentionResults['problems'][number] => {
      const byLayer = Object.fromEntries(
        layers.map(({ layer }) => [`layer_${layer}`, layerAttention(header.thoughts, heads, index, layer)]),
      );
      return {
        problem_id: problem.gsm8k_id,
        difficulty: problem.difficulty,
        expected_answer: problem.answer,
        baseline_correct: behaviour(problem, index, header.thoughts).right,
        queries: { number: byLayer, eot: null },
        attention_by_layer: byLayer,
      };
    }),
  };
}

function layerAttention(thoughts: number, heads: number, index: number, layer: number) {
  const byHead = Array.from({ length: heads }, (_, head) =>
    Array.from({ length: thoughts }, (_, thought) => (share(index, layer, head, thought) * 0.9) / thoughts),
  );
  const means = Array.from(
    { length: thoughts },
    (_, thought) => byHead.reduce((sum, head) => sum + (head[thought] ?? 0), 0) / heads,
  );
  const total = means.reduce((sum, weight) => sum + weight, 0);
  const rest = (1 - total) / 5;
  return {
    continuous_token_attention: means,
    total_attention_to_continuous: total,
    mean_attention_to_continuous: total / thoughts,
    mass: {
      question_numbers: rest,
      question_other: rest,
      bot: rest,
      ...Object.fromEntries(means.map((weight, thought) => [`thought_${thought + 1}`, weight])),
      eot: rest,
      answer: rest,
    },
    heads: byHead,
  };
}
