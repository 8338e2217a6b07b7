import type { AnyResults, FigureNotDrawn, Summary, Table } from '@codiscope/analysis';

import { table } from '../terminal/table.js';

/** What an experiment tells of its results: lines, and tables with a line of their own before them. */
export function resultsText(told: readonly (string | Table)[], refused: AnyResults['refused']): string {
  const lines = told.map((each) => (typeof each === 'string' ? each : table(each.head, each.rows)));
  const [first] = refused;
  if (first) lines.push(`${refused.length} problems were refused by the server, the first: ${first.reason}`);
  return lines.join('\n');
}

/** RQ1, RQ2 and what else the run says, in sentences. */
export function findingsText({ findings }: Summary): string {
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
export function notDrawnText(notDrawn: readonly FigureNotDrawn[]): string {
  if (notDrawn.length === 0) return '';
  return `not drawn, because the run lacks what they show: ${notDrawn.map(({ name, needs }) => `${name} (needs ${needs})`).join('; ')}`;
}
