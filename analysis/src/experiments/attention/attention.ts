import { AttentionQuery, HeadReduction, KeyReduction, type CaptureInit } from '@codiscope/proto';

import type { Problem } from '../../datasets/problem.js';
import { thoughtGroup } from '../../words/key-group.js';
import { PROTOCOLS, type Protocol } from '../../words/protocol.js';
import { entryAt } from '../../words/required.js';
import { thoughtsUpTo, type LayerIndex } from '../../words/thought.js';
import { cleanPlan, readings } from '../clean-reading.js';
import { ready, type Experiment } from '../experiment.js';
import { parseLayers, type NamedLayer } from '../layers.js';
import { problemHead, resultHead } from '../result-head.js';
import { attentionFigures } from './figure.js';
import {
  type AttentionRecord,
  type AttentionResults,
  type ProblemAttention,
  type RecordedRow,
  attentionRecord,
  attentionRecordSchema,
  attentionResultsSchema,
} from './results.js';
import { attentionFactsSchema, summariseAttention, tellAttention, type AttentionFacts } from './summary.js';

/** Which layers are read, as asked for. */
export interface AttentionChoice {
  readonly protocol: Protocol;
  /** Presets, numbers, or all. */
  readonly layers: string;
}

/** Which layers are read. */
export interface AttentionSettings {
  readonly protocol: Protocol;
  readonly layers: readonly NamedLayer[];
}

/** RQ2: the attention of the rows that predict the number and EOT, every head. */
export const attention: Experiment<AttentionChoice, AttentionSettings, AttentionResults, AttentionFacts> = {
  name: 'attention',
  verb: 'attend',
  file: 'attention_weights',
  title: 'How much attention thoughts get',
  required: true,
  protocols: PROTOCOLS,
  schema: attentionResultsSchema,
  ofRun: ({ protocol, layers }) => ({ protocol, layers }),
  choose: ({ protocol, layers }, model) => ready({ protocol, layers: parseLayers(layers, model) }),
  configuration: ({ protocol, layers }) => ({
    protocol,
    layers: layers.map(({ layer }) => layer),
    queries: ['number', 'eot'],
  }),
  plan: ({ protocol, layers }, context) =>
    cleanPlan(
      {
        verb: 'attend',
        protocol,
        capture: attentionCapture(layers.map(({ layer }) => layer)),
        record: attentionRecord,
      },
      context,
    ),
  results: (finished, { protocol, layers }, context) => ({
    ...resultHead(context, 'attention_weights', protocol),
    layers: [...layers],
    problems: readings(finished, attentionRecordSchema).map(({ problem, record }) =>
      problemAttention(problem, context.model.thoughts, record, protocol),
    ),
    refused: [...finished.refused],
  }),
  tell: tellAttention,
  summarise: summariseAttention,
  facts: attentionFactsSchema,
  findings: () => ({}),
  figures: attentionFigures,
};

/** What is captured: both rows by groups of keys, every head. */
export function attentionCapture(layers: readonly LayerIndex[]): CaptureInit {
  return {
    attention: {
      queries: [AttentionQuery.NUMBER, AttentionQuery.EOT],
      layers: [...layers],
      heads: HeadReduction.NONE,
      keys: KeyReduction.GROUPS,
    },
  };
}

/** The results of one problem, made of its record. */
export function problemAttention(
  problem: Problem,
  thoughts: number,
  record: AttentionRecord,
  protocol: Protocol,
): ProblemAttention {
  const { number, eot } = record.attention;
  const groups = protocol === 'origin' ? originWindow(thoughts) : thoughtsUpTo(thoughts).map(thoughtGroup);
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

/** The origin's window of "tokens": its five thoughts, and EOT itself. */
function originWindow(thoughts: number): string[] {
  return [...thoughtsUpTo(thoughts - 1).map(thoughtGroup), 'eot'];
}

function byLayer(
  { groups, layers, weights }: RecordedRow,
  wanted: readonly string[],
): NonNullable<ProblemAttention['attention_by_layer']> {
  const columns = wanted.map((group) => groups.indexOf(group));
  return Object.fromEntries(
    layers.map((layer, index) => {
      const heads = entryAt(weights, index, `the weights of layer ${layer}`);
      const column = (at: number): number[] =>
        heads.map((head) => entryAt(head, at, 'the weight on a group of keys'));
      const onThoughts = columns.map((at) => mean(column(at)));
      return [
        `layer_${layer}`,
        {
          continuous_token_attention: onThoughts,
          total_attention_to_continuous: onThoughts.reduce((sum, value) => sum + value, 0),
          mean_attention_to_continuous: mean(onThoughts),
          mass: Object.fromEntries(groups.map((group, at) => [group, mean(column(at))])),
          heads: heads.map((head) => columns.map((at) => entryAt(head, at, 'the weight on a thought'))),
        },
      ];
    }),
  );
}

/** Added up in order: what result files have always held, to the last bit. */
function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
