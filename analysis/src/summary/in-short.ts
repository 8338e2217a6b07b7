import { SIGNIFICANCE_LEVEL } from './findings-importance.js';
import { percent, thoughtList } from './notation.js';
import type { Summary } from './schema.js';

type ImportanceFacts = Pick<Summary, 'per_thought' | 'truncation' | 'num_problems'>;

/** RQ1 in one plain sentence: are the thoughts needed, and which? */
export function importanceInShort({ per_thought: perThought, truncation, num_problems }: ImportanceFacts): string {
  const thoughts = Object.values(perThought).map(({ flips }, index) => ({ thought: index + 1, flips }));
  const most = Math.max(0, ...thoughts.map(({ flips }) => flips));
  const comparison = truncation.none_against_all;
  const needed =
    comparison !== null && comparison.p < SIGNIFICANCE_LEVEL && comparison.only_all > comparison.only_none;
  const start = needed ? 'the model needs its thoughts' : 'this run does not show that the model needs its thoughts';
  if (most === 0) return `In short: ${start}, but no single one alone.`;
  const names = (wanted: (flips: number) => boolean): number[] =>
    thoughts.filter(({ flips }) => wanted(flips)).map(({ thought }) => thought);
  const idle = names((flips) => flips === 0);
  const harmless = idle.length === 0 ? '' : `, ablating ${thoughtList(idle)} none`;
  const share = percent(most / num_problems.analysed);
  const ablated = thoughtList(names((flips) => flips === most));
  return `In short: ${start}; ablating ${ablated} breaks most right answers (${share})${harmless}.`;
}

const RELATIONS: Record<Summary['findings']['rq2_verdict'], string> = {
  undefined: 'whether attention goes with importance cannot be said from this run.',
  opposite_within_positions:
    'how much attention a thought gets does not tell whether it matters: the correlation over all pairs comes from differences between positions, and within positions its sign is the opposite.',
  between_positions_only:
    'how much attention a thought gets does not tell whether it matters: the correlation over all pairs only says that positions differ.',
  within_positions_too:
    'attention and importance go together, within positions too; that is an association, not yet a cause.',
  within_positions_only:
    'within positions attention and importance go together, which the correlation over all pairs hides.',
  no_association: 'no relation between attention and importance is found.',
};

/** RQ2 in one plain sentence, for the late layer. */
export function attentionInShort(verdict: Summary['findings']['rq2_verdict'], lateLayer: number): string {
  return `In short: at layer ${lateLayer} ${RELATIONS[verdict]}`;
}
