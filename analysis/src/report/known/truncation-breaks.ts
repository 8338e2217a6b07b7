import type { AblationResults } from '../../results/ablation.js';
import { count, countText, FEWEST, interval, type Count } from './count.js';
import { placesText, verdictOf, type KnownFinding, type Place } from './finding.js';

/** Right answers that a cut after `cut` thoughts breaks, by whether the problem has more steps than that. */
export interface CutCounts {
  readonly cut: number;
  readonly longer: Count;
  readonly others: Count;
}

/** Counts the broken answers of every cut; `stepCounts` by problem id. */
export function cutCounts(
  { problems }: Pick<AblationResults, 'problems'>,
  stepCounts: ReadonlyMap<string, number>,
): CutCounts[] {
  const right = problems.filter(({ baseline, problem_id: id }) => baseline.correct && stepCounts.has(id));
  const cuts = [
    ...new Set(right.flatMap(({ controls }) => controls.truncation.map((each) => each.thoughts_run))),
  ];
  return cuts
    .sort((a, b) => a - b)
    .map((cut) => {
      const counted = (longer: boolean): Count => {
        const group = right.filter(({ problem_id: id }) => (stepCounts.get(id) ?? 0) > cut === longer);
        const outcomes = group.flatMap(({ controls }) =>
          controls.truncation.filter((each) => each.thoughts_run === cut),
        );
        return count(outcomes, ({ correct }) => !correct);
      };
      return { cut, longer: counted(true), others: counted(false) };
    });
}

/** Whether most of the longer problems break, and more often than the others, with intervals apart. */
function says({ longer, others }: CutCounts): Place['says'] {
  const [low, high] = interval(longer);
  const [otherLow, otherHigh] = interval(others);
  if (longer.hits > longer.n / 2 && low > otherHigh) return 'yes';
  return high < 0.5 || high < otherLow ? 'no' : 'open';
}

/** "Cutting after thought k breaks the problems of more than k steps": looked at where there are both kinds. */
export function truncationBreaks(counts: readonly CutCounts[]): KnownFinding {
  const both = counts.filter(({ longer, others }) => longer.n >= FEWEST && others.n >= FEWEST);
  const places = both.map((counted): Place => ({ number: counted.cut, says: says(counted) }));
  return {
    id: 'truncation-breaks',
    claim:
      'Cutting the rollout after thought k breaks the problems of more than k steps, and not the others.',
    verdict: verdictOf(places),
    because:
      `${placesText(places, 'after')} Asked for: most of the longer problems break, and the intervals of both ` +
      `rates are apart. Looked at where at least ${FEWEST} right answers are on both sides.`,
    evidence: counts.map(
      ({ cut, longer, others }) =>
        `Cut after ${cut}: of more than ${cut} steps ${countText(longer)} break` +
        `${others.n === 0 ? '' : `; of the others ${countText(others)}`}.`,
    ),
  };
}
