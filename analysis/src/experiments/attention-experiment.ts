import { AttentionQuery, HeadReduction, KeyReduction, Protocol as WireProtocol } from '@codiscope/proto';

import type { Problem } from '../datasets/problem.js';
import type { ProblemAttention } from '../results/attention.js';
import type { Protocol } from '../results/protocol.js';
import { thoughtsUpTo, type LayerIndex } from '../thought.js';
import { attentionRecord, type AttentionRecord, type RecordedRow } from './attention-record.js';
import type { RolloutPlan } from './run-rollouts.js';

/** A layer that is read, and what it is called. */
export interface NamedLayer {
  readonly layer: LayerIndex;
  readonly name: string;
}

/** The one variant of the attention experiment. */
export const ATTENTION_VARIANT = 'baseline';

/** The rollouts of an attention experiment: each problem's clean run with the rows that predict the number and EOT. */
export function attentionPlan(
  problems: readonly Problem[],
  layers: readonly NamedLayer[],
  maxNewTokens: number,
  protocol: Protocol = 'official',
): RolloutPlan {
  return {
    experiment: 'attend',
    problems,
    variants: () => [{ id: ATTENTION_VARIANT }],
    protocol: protocol === 'origin' ? WireProtocol.ORIGIN : WireProtocol.OFFICIAL,
    maxNewTokens,
    capture: {
      attention: {
        queries: [AttentionQuery.NUMBER, AttentionQuery.EOT],
        layers: layers.map(({ layer }) => layer),
        heads: HeadReduction.NONE,
        keys: KeyReduction.GROUPS,
      },
    },
    record: (problem, variantId, rollout) => attentionRecord(problem.gsm8k_id, variantId, rollout),
  };
}

/** The results of one problem, made of its record. */
export function problemAttention(
  problem: Problem,
  thoughts: number,
  record: AttentionRecord,
  protocol: Protocol = 'official',
): ProblemAttention {
  const { number, eot } = record.attention;
  const groups = protocol === 'origin' ? originWindow(thoughts) : thoughtGroups(thoughts);
  const rows = {
    number: number ? byLayer(number, groups) : null,
    eot: eot ? byLayer(eot, groups) : null,
  };
  return {
    problem_id: problem.gsm8k_id,
    difficulty: problem.difficulty,
    expected_answer: problem.answer,
    baseline_correct: record.correct,
    queries: rows,
    // The origin reads the EOT row.
    attention_by_layer: protocol === 'origin' ? rows.eot : rows.number,
  };
}

/** The thoughts' groups of keys. */
function thoughtGroups(thoughts: number): string[] {
  return thoughtsUpTo(thoughts).map((thought) => `thought_${thought}`);
}

/** The origin's window of "tokens": its five thoughts, and EOT itself. */
function originWindow(thoughts: number): string[] {
  return [...thoughtGroups(thoughts - 1), 'eot'];
}

function byLayer(
  { groups, layers, weights }: RecordedRow,
  wanted: readonly string[],
): NonNullable<ProblemAttention['attention_by_layer']> {
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  const columns = wanted.map((group) => groups.indexOf(group));
  return Object.fromEntries(
    layers.map((layer, index) => {
      const heads = weights[index] ?? [];
      const column = (at: number): number[] => heads.map((head) => head[at] as number);
      const onThoughts = columns.map((at) => mean(column(at)));
      return [
        `layer_${layer}`,
        {
          continuous_token_attention: onThoughts,
          total_attention_to_continuous: onThoughts.reduce((sum, value) => sum + value, 0),
          mean_attention_to_continuous: mean(onThoughts),
          mass: Object.fromEntries(groups.map((group, at) => [group, mean(column(at))])),
          heads: heads.map((head) => columns.map((at) => head[at] as number)),
        },
      ];
    }),
  );
}
