import { fixed, percent, percentInterval, pText } from '../../words/notation.js';
import type { Share } from '../../estimates/fields.js';
import type { CutRule } from './cut-rule.js';
import type { LensReads } from './lens-reads.js';

/** "12 of 14 (85.7 %, 95 % interval 60.1 to 96 %)". */
export function shareText({ count, n, rate, wilson_95: interval }: Share): string {
  if (rate === null || interval === null) return 'no problem';
  return `${count} of ${n} (${percent(rate)}, 95 % interval ${percentInterval(interval)})`;
}

/** What cutting after thought k does to problems of more and of no more than k steps. */
export function cutFindings(rule: CutRule | null): string[] {
  if (rule === null || rule.holds === null || rule.permutation_p === null) return [];
  const { broken_with_more_steps: more, broken_with_enough_thoughts: enough } = rule;
  const meanText = ({ mean, interval_95: interval }: typeof more): string =>
    `${percent(mean ?? 0)}${interval === null ? '' : ` (95 % interval ${percentInterval(interval)})`}`;
  const verdict = rule.holds
    ? 'Cutting after thought k breaks the problems of more than k steps and keeps the others'
    : 'It is not shown that cutting after thought k breaks the problems of more than k steps and no others';
  const cuts = rule.cuts
    .filter(({ thoughts_run: run }) => run > 0)
    .map(
      ({ thoughts_run: run, more_steps: lost, enough_thoughts: kept }) =>
        `after ${run}, broken ${shareText(lost)} with more steps, ${shareText(kept)} with no more`,
    );
  return [
    `${verdict}: of a baseline-correct problem's cuts with too few thoughts ${meanText(more)} break it, of those with enough ${meanText(enough)} ` +
      `(${rule.baseline_correct} problems; steps dealt out among them: ${pText(rule.permutation_p)}).`,
    `By cut: ${cuts.join('; ')}.`,
  ];
}

/** Which thought's likeliest token is the result of its step. */
export function lensFindings(lens: LensReads | null): string[] {
  if (lens === null) return [];
  const told = (wanted: string): number[] =>
    lens.own_step.filter(({ verdict }) => verdict === wanted).map(({ thought }) => thought);
  const [mostly, above] = [told('mostly'), told('above_chance')];
  const verdict =
    mostly.length + above.length === 0
      ? 'No thought is shown to read the result of its step'
      : [
          ...(mostly.length === 0 ? [] : [`in most problems for k = ${mostly.join(', ')}`]),
          ...(above.length === 0 ? [] : [`more often than by chance for k = ${above.join(', ')}`]),
        ].join(', ');
  const start = mostly.length + above.length === 0 ? '' : "The lens of thought k reads step k's result ";
  const rates = lens.own_step.map(
    ({ thought, reads, chance }) =>
      `k = ${thought}: ${shareText(reads)}${chance === null ? '' : `, by chance ${fixed(100 * chance, 1)} %`}`,
  );
  return [`${start}${verdict} (layer ${lens.layer}, likeliest token): ${rates.join('; ')}.`];
}
