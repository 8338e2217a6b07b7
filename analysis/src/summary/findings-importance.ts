import { interventionText } from '../words/intervention-text.js';
import { fixed, percent, percentInterval, pText, thoughtList } from '../words/notation.js';
import { omnibusP } from '../estimates/omnibus.js';
import type { AccuracyRate } from '../estimates/share.js';
import { entryAt, required } from '../words/required.js';
import type { Summary } from './schema.js';
import { SIGNIFICANCE_LEVEL } from '../estimates/significance.js';

type ImportanceFacts = Pick<
  Summary,
  | 'per_thought'
  | 'thought_omnibus'
  | 'thought_comparisons'
  | 'thought_equivalence'
  | 'truncation'
  | 'controls'
  | 'intervention'
  | 'num_problems'
>;

/** RQ1 in sentences: which thoughts matter, and what the truncation curve says. */
export function importanceFindings(summary: ImportanceFacts): string[] {
  return [
    ...invalidRunFinding(summary),
    ...mostImportant(summary),
    ...continuousMeasure(summary),
    ...smallEffects(summary),
    truncationFinding(summary),
  ];
}

/** One sentence that no reader may miss where a self-patch was not a no-op; else none. */
export function invalidRunFinding({ controls }: Pick<Summary, 'controls'>): string[] {
  if (controls.self_patch_valid) return [];
  return [
    `INVALID RUN: patching a thought with its own value changed ${controls.self_patch_failures.length} ` +
      'problems, which it must not; nothing below can be relied on.',
  ];
}

function mostImportant(summary: ImportanceFacts): string[] {
  const thoughts = Object.values(summary.per_thought);
  const n = summary.num_problems.analysed;
  const most = Math.max(0, ...thoughts.map(({ flips }) => flips));
  const top = thoughts.flatMap(({ flips }, index) => (flips === most ? [index + 1] : []));
  const [first = 0] = top;
  const leader = thoughts[first - 1];
  if (n === 0 || leader?.wilson_95 == null) {
    return ['No problem is left after the exclusions, so no thought can be called important.'];
  }
  if (most === 0) {
    return [
      `Ablating a single thought flipped none of the ${n} answers ` +
        `(95 % interval of each rate: ${percentInterval(leader.wilson_95)}).`,
    ];
  }
  const names = thoughtList(top);
  const verb = top.length === 1 ? 'flips' : 'each flip';
  return [
    `${names.charAt(0).toUpperCase()}${names.slice(1)} ${verb} the most answers when ablated ` +
      `(${interventionText(summary.intervention)}): ${most} of ${n} ` +
      `(${percent(most / n)}, 95 % interval ${percentInterval(leader.wilson_95)}).`,
    ...comparisonFinding(summary, top, thoughts.length),
  ];
}

/** How far the leader can be told from the others; silent for a model with one thought. */
function comparisonFinding(
  { thought_comparisons: comparisons, thought_omnibus: omnibus }: ImportanceFacts,
  top: number[],
  count: number,
): string[] {
  const [leader = 0] = top;
  if (count < 2) return [];
  const told = comparisons.filter(
    ({ thoughts, p_holm }) => thoughts.includes(leader) && p_holm < SIGNIFICANCE_LEVEL,
  );
  const weaker = told.map(({ thoughts: [a, b] }) => (a === leader ? b : a)).sort((a, b) => a - b);
  const alike = Array.from({ length: count }, (_, index) => index + 1).filter(
    (thought) => thought !== leader && !weaker.includes(thought),
  );
  const all = omnibusP(omnibus);
  const before = all === null ? '' : `; all ${count} alike: Cochran's Q, ${pText(all)}`;
  const test = `exact McNemar tests, Holm-adjusted over ${comparisons.length} pairs${before}`;
  const start = `On the same problems thought ${leader}`;
  if (all !== null && all >= SIGNIFICANCE_LEVEL) {
    return [`The thoughts are not told apart by their flips (Cochran's Q, ${pText(all)}), so no pair is.`];
  }
  if (weaker.length === 0) return [`${start} cannot be told from any other thought (${test}).`];
  if (alike.length === 0) return [`${start} flips more answers than every other thought (${test}).`];
  return [
    `${start} flips more answers than ${thoughtList(weaker)}, but cannot be told from ${thoughtList(alike)} (${test}).`,
  ];
}

function continuousMeasure({ per_thought: perThought }: ImportanceFacts): string[] {
  const thoughts = Object.values(perThought);
  const drops = thoughts.map((thought) => thought.gold_log_prob_drop_mean ?? -Infinity);
  const largest = Math.max(...drops);
  const index = drops.indexOf(largest);
  const thought = thoughts[index];
  if (thought?.gold_log_prob_drop_mean == null) return [];
  const sem = thought.gold_log_prob_drop_sem;
  const error = sem === null ? '' : ` (standard error ${fixed(sem, 2)})`;
  const mostFlips = Math.max(...thoughts.map(({ flips }) => flips));
  const agrees = mostFlips > 0 && thought.flips === mostFlips;
  return [
    `By the gold answer's log-probability the largest mean drop is that of thought ${index + 1}: ` +
      `${fixed(largest, 2)} nats${error}, which ${agrees ? 'agrees' : 'does not agree'} with the flips.`,
  ];
}

/** Thoughts whose ablation is shown to cost less than would matter. */
function smallEffects({ thought_equivalence: tests }: ImportanceFacts): string[] {
  const small = tests.filter((test) => test.shown_smaller === true);
  const [first] = small;
  if (first === undefined) return [];
  const largest = Math.max(...small.map((test) => test.p_holm ?? 0));
  const each = small.length > 1 ? ', each alone,' : '';
  return [
    `Ablating ${thoughtList(small.map(({ thought }) => thought))}${each} is shown to change the gold log-probability ` +
      `by less than ${first.smallest_drop} nats on average (two one-sided tests, Holm-adjusted over ${tests.length} thoughts, ` +
      `${small.length > 1 ? 'largest ' : ''}${pText(largest)}).`,
  ];
}

function rateText({ correct, n, accuracy, wilson_95: interval }: AccuracyRate): string {
  const share =
    accuracy === null || interval === null
      ? ''
      : ` (${percent(accuracy)}, 95 % interval ${percentInterval(interval)})`;
  return `${correct} of ${n}${share}`;
}

function truncationFinding({ truncation }: ImportanceFacts): string {
  const curve = Object.values(truncation.accuracy).sort((a, b) => a.thoughts_run - b.thoughts_run);
  const [none] = curve;
  const all = curve.at(-1);
  if (none === undefined || all === undefined || truncation.none_against_all === null) {
    return 'The truncation curve was not run, so it is open whether the answers need the thoughts at all.';
  }
  const { only_all: onlyAll, only_none: onlyNone, p } = truncation.none_against_all;
  const needed = p < SIGNIFICANCE_LEVEL && onlyAll > onlyNone;
  const harmful = p < SIGNIFICANCE_LEVEL && onlyNone > onlyAll;
  const verdict = needed
    ? 'the thoughts together are needed'
    : harmful
      ? 'the thoughts together cost answers'
      : 'the curve does not show that the thoughts are needed';
  const steps = curve.slice(1).map((rate, index) => ({
    from: entryAt(curve, index, 'a point of the truncation curve').thoughts_run,
    to: rate.thoughts_run,
    gain:
      required(rate.accuracy, 'the accuracy of a cut') -
      required(entryAt(curve, index, 'a point of the truncation curve').accuracy, 'the accuracy of a cut'),
  }));
  const largest = steps.reduce((most, step) => (step.gain > most.gain ? step : most), {
    from: 0,
    to: 0,
    gain: 0,
  });
  const step =
    largest.gain > 0
      ? ` The largest gain comes with going from ${largest.from} to ${largest.to} thoughts ` +
        `(${fixed(100 * largest.gain, 1)} percentage points).`
      : '';
  return (
    `Right answers with no thought run: ${rateText(none)}; with all ${all.thoughts_run}: ${rateText(all)}. ` +
    `So ${verdict} (exact McNemar ${pText(p)}).${step}`
  );
}
