import { percent, thoughtList } from '../words/notation.js';
import { omnibusP } from '../estimates/omnibus.js';
import type { LayerTest, Summary } from './schema.js';
import { SIGNIFICANCE_LEVEL } from '../estimates/significance.js';

type ImportanceFacts = Pick<
  Summary,
  'per_thought' | 'thought_omnibus' | 'thought_comparisons' | 'truncation' | 'num_problems'
>;

/** Below this many problems nothing is said in short: the intervals are wider than any effect. */
const FEWEST_PROBLEMS = 20;

/** What is said instead of a conclusion when there are too few problems. */
function tooFew(problems: number): string | null {
  if (problems >= FEWEST_PROBLEMS) return null;
  return `In short: ${problems} problems are too few to conclude anything; the numbers below only show that it runs.`;
}

/** RQ1 in one plain sentence: are the thoughts needed, and which single one costs most answers? */
export function importanceInShort(facts: ImportanceFacts): string {
  const { per_thought: perThought, thought_comparisons: comparisons, truncation } = facts;
  const omnibus = omnibusP(facts.thought_omnibus) ?? 1;
  const n = facts.num_problems.analysed;
  const few = tooFew(n);
  if (few !== null) return few;
  const flips = Object.values(perThought).map((thought) => thought.flips);
  const most = Math.max(0, ...flips);
  const test = truncation.none_against_all;
  const needed = test !== null && test.p < SIGNIFICANCE_LEVEL && test.only_all > test.only_none;
  const start = needed
    ? 'the model needs its thoughts'
    : 'this run does not show that the model needs its thoughts';
  if (most === 0) return `In short: ${start}; ablating any single one flips no answer.`;
  const withFlips = (wanted: number): number[] =>
    flips.flatMap((count, index) => (count === wanted ? [index + 1] : []));
  const leaders = withFlips(most);
  const told = comparisons.filter(
    ({ thoughts, p_holm }) =>
      omnibus < SIGNIFICANCE_LEVEL && thoughts.includes(leaders[0] ?? 0) && p_holm < SIGNIFICANCE_LEVEL,
  );
  const weaker = new Set(told.flatMap(({ thoughts }) => thoughts));
  const alike = flips
    .map((_, index) => index + 1)
    .filter((thought) => !leaders.includes(thought) && !weaker.has(thought));
  const each = leaders.length > 1 ? ', each alone,' : '';
  const open = alike.length === 0 ? '' : `, not told apart from ${thoughtList(alike)}`;
  const none = withFlips(0);
  const idle =
    none.length === 0
      ? ''
      : `; ablating ${thoughtList(none)}${none.length > 1 ? ', each alone,' : ''} flips none`;
  return `In short: ${start}; ablating ${thoughtList(leaders)}${each} flips the most answers (${most} of ${n}, ${percent(most / n)})${open}${idle}.`;
}

const RELATIONS: Record<Summary['findings']['rq2_verdict'], string> = {
  undefined: 'whether attention goes with importance cannot be said.',
  opposite_within_positions:
    'attention over all pairs goes with importance in one way and inside problems and positions in the other, so the pooled correlation is a difference between positions.',
  between_positions_only:
    'the pooled correlation of attention and importance is a difference between positions; no association inside problems and positions was found.',
  between_problems_only:
    'attention and importance go together between problems, not inside them: hard problems may draw attention and flip.',
  within_positions_too:
    'attention and importance go together, inside problems and positions too; that is an association, not yet a cause.',
  within_positions_only:
    'attention and importance go together inside problems and positions, which the pooled correlation hides.',
  no_association: 'no association of attention and importance was found.',
};

/** RQ2 in plain words: the late layer by flips, then whether another layer or the drop says otherwise. */
export function attentionInShort(
  verdict: Summary['findings']['rq2_verdict'],
  lateLayer: number,
  tests: readonly LayerTest[],
  problems: number,
): string {
  const few = tooFew(problems);
  if (few !== null) return few;
  const below = (p: number | null): boolean => p !== null && p < SIGNIFICANCE_LEVEL;
  const found = tests.flatMap(({ layer, flips_holm: flips, drops_holm: drops }) => {
    const measures = [...(below(flips) ? ['flips'] : []), ...(below(drops) ? ['log-probability drops'] : [])];
    return measures.length === 0 ? [] : [`layer ${layer} (${measures.join(' and ')})`];
  });
  const all =
    found.length === 0
      ? 'Inside problems and positions no layer that was read shows an association after Holm adjustment, neither with flips nor with log-probability drops.'
      : `Inside problems and positions an association remains after Holm adjustment at ${found.join(', ')}.`;
  return `In short: at layer ${lateLayer} ${RELATIONS[verdict]} ${all}`;
}
