import { DIFFICULTIES } from '../words/difficulty.js';
import type { ProblemAblations } from '../results/ablation.js';
import { mcnemarExact, wilson95 } from '../statistics/index.js';
import type { AccuracyRate, Summary } from './schema.js';

/** The share of right answers with Wilson's 95 % interval. */
export function accuracyOf(correct: readonly boolean[]): AccuracyRate {
  const { successes, n, rate, interval, reason } = wilson95(correct.filter(Boolean).length, correct.length);
  return {
    correct: successes,
    n,
    accuracy: rate,
    wilson_95: interval === null ? null : [...interval],
    reason,
  };
}

/** Accuracy of the untouched rollouts, of all problems. */
export function baselineAccuracy(problems: readonly ProblemAblations[]): Summary['baseline'] {
  const levels = new Set(problems.map(({ difficulty }) => difficulty));
  const correct = (members: readonly ProblemAblations[]): boolean[] =>
    members.map(({ baseline }) => baseline.correct);
  const byLevel: Summary['baseline']['by_difficulty'] = {};
  for (const level of DIFFICULTIES.filter((each) => levels.has(each))) {
    byLevel[level] = accuracyOf(correct(problems.filter(({ difficulty }) => difficulty === level)));
  }
  return { overall: accuracyOf(correct(problems)), by_difficulty: byLevel };
}

/** Accuracy by the number of thoughts run before EOT, of all problems; the whole rollout is the baseline. */
export function truncationCurve(
  problems: readonly ProblemAblations[],
  thoughts: number,
): Summary['truncation'] {
  const accuracy: Summary['truncation']['accuracy'] = {};
  for (let run = 0; run <= thoughts; run++) {
    const correct = problems.flatMap((problem) => correctAfter(problem, run, thoughts) ?? []);
    if (correct.length > 0) accuracy[`thoughts_${run}`] = { ...accuracyOf(correct), thoughts_run: run };
  }
  const paired = problems.flatMap((problem) => {
    const none = correctAfter(problem, 0, thoughts);
    return none === null ? [] : [{ none, all: problem.baseline.correct }];
  });
  if (paired.length === 0) return { accuracy, none_against_all: null };
  const onlyNone = paired.filter(({ none, all }) => none && !all).length;
  const onlyAll = paired.filter(({ none, all }) => all && !none).length;
  return {
    accuracy,
    none_against_all: { only_none: onlyNone, only_all: onlyAll, p: mcnemarExact(onlyNone, onlyAll) },
  };
}

function correctAfter(problem: ProblemAblations, run: number, thoughts: number): boolean | null {
  if (run === thoughts) return problem.baseline.correct;
  return problem.controls.truncation.find((cut) => cut.thoughts_run === run)?.correct ?? null;
}
