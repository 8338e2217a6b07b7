import { z } from 'zod';

import type { Problem } from '../../datasets/problem.js';
import type { ProblemAblations } from './results.js';
import type { Resampling } from '../../statistics/resampling.js';
import { permuteAmongRows } from '../../statistics/permutation.js';
import { accuracyOf, shareOf, shareText } from '../../estimates/share.js';
import { problemMean } from '../../estimates/problem-mean.js';
import { accuracySchema, permutationFields, problemMeanSchema, shareSchema } from '../../estimates/fields.js';
import { percent, percentInterval, pText } from '../../words/notation.js';
import { required } from '../../words/required.js';

/** Answers cut after thought k, by the number of reasoning steps of the problem. */
export const cutRuleSchema = z.object({
  /** Problems with a known number of steps and a truncation curve. */
  problems: z.number().int(),
  baseline_correct: z.number().int(),
  cells: z.array(
    z.object({
      steps: z.number().int(),
      /** Thoughts run before EOT; the last is the whole rollout. */
      thoughts_run: z.number().int(),
      /** Of all problems with so many steps. */
      accuracy: accuracySchema,
      /** Of the baseline-correct ones: those still right. */
      kept: shareSchema,
    }),
  ),
  /** By cut: baseline-correct answers broken, of problems with more steps than the cut leaves thoughts, and of others. */
  cuts: z.array(
    z.object({ thoughts_run: z.number().int(), more_steps: shareSchema, enough_thoughts: shareSchema }),
  ),
  /** Over the cuts after thought 1, 2, ..: mean share of a problem's cuts that break it. Problems are resampled. */
  broken_with_more_steps: problemMeanSchema,
  broken_with_enough_thoughts: problemMeanSchema,
  /** Numbers of steps dealt out anew among problems. */
  ...permutationFields,
  /**
   * Whether a cut breaks the problems with more steps and no others: most of the first (interval above 1/2), few of the
   * second (interval below 1/2), permutation p < 0.05. Null where one of them is undefined.
   */
  holds: z.boolean().nullable(),
});

/** Answers cut after thought k, by steps. */
export type CutRule = z.infer<typeof cutRuleSchema>;

interface CutProblem {
  readonly steps: number;
  readonly baselineCorrect: boolean;
  /** Right after 0, 1, .. thoughts; the whole rollout last. */
  readonly correct: readonly boolean[];
}

/** Checks on any dataset with numbers of steps whether thought k carries what step k needs. Null without a curve. */
export function cutRule(
  ablations: readonly ProblemAblations[],
  dataset: readonly Problem[],
  resampling: Resampling,
): CutRule | null {
  const steps = new Map(dataset.map((problem) => [problem.gsm8k_id, problem.reasoning_steps]));
  const problems = ablations.flatMap((problem) => cutProblem(problem, steps) ?? []);
  const length = problems[0]?.correct.length;
  if (length === undefined || length < 2) return null;
  const solved = problems.filter(
    ({ baselineCorrect, correct }) => baselineCorrect && correct.length === length,
  );
  const cuts = Array.from({ length: length - 1 }, (_, run) => run);
  const broken = (group: readonly CutProblem[], run: number) =>
    shareOf(group.map(({ correct }) => !correct[run]));
  const shareBroken = (more: boolean) =>
    problemMean(
      solved.flatMap((problem) => {
        const own = cuts.filter((run) => run > 0 && problem.steps > run === more);
        const lost = own.filter((run) => problem.correct[run] === false).length;
        return own.length === 0 ? [] : [lost / own.length];
      }),
      resampling,
    );
  const [withMore, withEnough] = [shareBroken(true), shareBroken(false)];
  const { p, reason } = permuteAmongRows(
    solved.map((problem) => ({
      x: cuts.slice(1).map((run) => Number(problem.steps > run)),
      y: cuts.slice(1).map((run) => Number(problem.correct[run] === false)),
    })),
    resampling,
  );
  const [high, low] = [withMore.interval_95, withEnough.interval_95];
  return {
    problems: problems.length,
    baseline_correct: solved.length,
    cells: [...new Set(problems.map((problem) => problem.steps))]
      .sort((a, b) => a - b)
      .flatMap((wanted) => cellsOf(wanted, problems, length)),
    cuts: cuts.map((run) => ({
      thoughts_run: run,
      more_steps: broken(solved.filter((problem) => problem.steps > run), run), // prettier-ignore
      enough_thoughts: broken(solved.filter((problem) => problem.steps <= run), run), // prettier-ignore
    })),
    broken_with_more_steps: withMore,
    broken_with_enough_thoughts: withEnough,
    permutation_p: p,
    permutation_reason: reason,
    holds: high === null || low === null || p === null ? null : high[0] > 0.5 && low[1] < 0.5 && p < 0.05,
  };
}

function cutProblem(problem: ProblemAblations, steps: ReadonlyMap<string, number>): CutProblem | null {
  const own = steps.get(problem.problem_id);
  const cuts = problem.controls.truncation.toSorted((a, b) => a.thoughts_run - b.thoughts_run);
  if (own === undefined || cuts.length === 0) return null;
  const { correct } = problem.baseline;
  return { steps: own, baselineCorrect: correct, correct: [...cuts.map((cut) => cut.correct), correct] };
}

function cellsOf(steps: number, problems: readonly CutProblem[], length: number): CutRule['cells'] {
  const own = problems.filter((problem) => problem.steps === steps);
  const solved = own.filter(({ baselineCorrect }) => baselineCorrect);
  return Array.from({ length }, (_, run) => ({
    steps,
    thoughts_run: run,
    accuracy: accuracyOf(own.map(({ correct }) => correct[run] === true)),
    kept: shareOf(solved.map(({ correct }) => correct[run] === true)),
  }));
}

/** What cutting after thought k does to problems of more and of no more than k steps, in sentences. */
export function cutSentences(rule: CutRule | null): string[] {
  if (rule === null || rule.holds === null || rule.permutation_p === null) return [];
  const { broken_with_more_steps: more, broken_with_enough_thoughts: enough } = rule;
  const meanText = ({ mean, interval_95: interval }: typeof more): string =>
    `${percent(required(mean, 'the share of broken cuts'))}${interval === null ? '' : ` (95 % interval ${percentInterval(interval)})`}`;
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
