import {
  interventionText,
  type AblationResults,
  type AttentionResults,
  type FigureNotDrawn,
  type Summary,
} from '@codiscope/analysis';

import { bar } from '../terminal/bar.js';
import { table } from '../terminal/table.js';
import { layerName, thoughtColumns } from './thought-columns.js';

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

/** The flips of each set of thoughts as a table. */
export function tellAblation({
  problems,
  site,
  layer,
  method,
  later,
  refused,
  warnings,
}: AblationResults): string {
  const right = problems.filter(({ baseline }) => baseline.correct);
  const sets = problems[0]?.token_ablations.map(({ thoughts }) => thoughts.join('+')) ?? [];
  const rows = sets.map((name, index) => {
    const flips = right.filter((problem) => problem.token_ablations[index]?.importance === 1).length;
    const share = right.length === 0 ? 0 : flips / right.length;
    return [name, String(flips), percent(share), bar(share, 20)];
  });
  const lines = [
    `${problems.length} problems, baseline right on ${right.length}; ${interventionText({ site, layer, method, later })}`,
    table(['thoughts', 'flips', 'of the right ones', '0 to 100 %'], rows),
  ];
  for (const { problems: count, first_problem_id: first, warning } of warnings)
    lines.push(`warning for ${count} of ${problems.length} problems, such as ${first}: ${warning}`);
  if (refused.length > 0)
    lines.push(
      `${refused.length} problems were refused by the server, the first: ${refused[0]?.reason ?? ''}`,
    );
  return lines.join('\n');
}

/** Mean attention on each thought by layer, as a table. */
export function tellAttention({ problems, layers, thoughts }: AttentionResults): string {
  const rows = layers.map((named) => {
    const { layer } = named;
    const found = problems.flatMap((problem) =>
      problem.attention_by_layer?.[`layer_${layer}`]?.continuous_token_attention
        ? [problem.attention_by_layer[`layer_${layer}`]]
        : [],
    );
    const mean = (thought: number): number =>
      found.reduce((sum, each) => sum + (each?.continuous_token_attention[thought] ?? 0), 0) /
      Math.max(1, found.length);
    return [layerName(named), ...Array.from({ length: thoughts }, (_, index) => mean(index).toFixed(3))];
  });
  const head = ['layer', ...thoughtColumns(thoughts)];
  const read = problems.filter(({ attention_by_layer: layer }) => layer !== null).length;
  return `Attention of the row that predicts the number, mean over heads and the ${read} of ${problems.length} problems whose answer has one (right or wrong)\n${table(head, rows)}`;
}

/** RQ1, RQ2 and what else the run says, in sentences. */
export function tellFindings({ findings }: Summary): string {
  const list = (sentences: readonly string[]): string =>
    sentences.map((sentence) => `  - ${sentence}`).join('\n');
  const more = [
    ['Thoughts together', findings.composition],
    ['What happens inside', findings.mechanism],
    ['Thoughts and the steps of the problems', findings.known_truth],
  ] as const;
  return [
    'RQ1. Which thoughts causally matter for the answer?',
    `  ${findings.rq1_in_short}`,
    list(findings.rq1),
    '',
    'RQ2. How does importance relate to attention?',
    `  ${findings.rq2_in_short}`,
    list(findings.rq2),
    ...more.flatMap(([title, sentences]) => (sentences.length === 0 ? [] : ['', title, list(sentences)])),
  ].join('\n');
}

/** Which figures there are not, and what each would need; empty where all were drawn. */
export function tellNotDrawn(notDrawn: readonly FigureNotDrawn[]): string {
  if (notDrawn.length === 0) return '';
  return `not drawn, because the run lacks what they show: ${notDrawn.map(({ name, needs }) => `${name} (needs ${needs})`).join('; ')}`;
}
