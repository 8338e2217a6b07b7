import { AttentionQuery, HeadReduction, KeyReduction } from '@codiscope/proto';

import type { Problem } from '../datasets/problem.js';
import type { ProblemAttention } from '../results/attention.js';
import type { Protocol } from '../words/protocol.js';
import { thoughtsUpTo, type LayerIndex } from '../words/thought.js';
import {
  attentionRecord,
  attentionRecordSchema,
  type AttentionRecord,
  type RecordedRow,
} from './attention-record.js';
import type { CleanReading } from './clean-runs.js';
import { problemHead } from './result-head.js';

/** A layer that is read, and what it is called. */
export interface NamedLayer {
  readonly layer: LayerIndex;
  readonly name: string;
}

/** Reads, of each problem's clean run, the rows that predict the number and EOT. */
export function attentionReading(
  layers: readonly NamedLayer[],
  protocol: Protocol,
): CleanReading<AttentionRecord> {
  const numbers = layers.map(({ layer }) => layer);
  return {
    experiment: 'attend',
    protocol,
    capture: {
      attention: {
        queries: [AttentionQuery.NUMBER, AttentionQuery.EOT],
        layers: numbers,
        heads: HeadReduction.NONE,
        keys: KeyReduction.GROUPS,
      },
    },
    configuration: { layers: numbers, queries: ['number', 'eot'] },
    record: attentionRecord,
    recordSchema: attentionRecordSchema,
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
    ...problemHead(problem, record),
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
