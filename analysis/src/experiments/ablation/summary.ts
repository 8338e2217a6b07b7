import { z } from 'zod';

import { accuracyOf, shareOf } from '../../estimates/share.js';
import { accuracySchema, problemMeanSchema, shareSchema } from '../../estimates/fields.js';
import { meanCell, problemMean } from '../../estimates/problem-mean.js';
import { mcnemarExact } from '../../statistics/rates.js';
import { type Resampling } from '../../statistics/resampling.js';
import { DIFFICULTIES } from '../../words/thought.js';
import type { Table } from '../../words/figure.js';
import { interventionText } from '../../words/intervention-text.js';
import { percent, percentInterval } from '../../words/notation.js';
import { LATER_THOUGHTS } from '../arms/names.js';
import type { SummaryContext } from '../experiment.js';
import { cutRule, cutRuleSchema } from './cut-rule.js';
import { latticeSchema, summariseLattice } from './lattice.js';
import type { AblationResults, ProblemAblations } from './results.js';

const ablatedSetSchema = z.object({
  /** From 1. */
  thoughts: z.array(z.number().int()),
  /** Answers that flip from right to wrong, of the right baselines; from wrong to right, of the wrong ones. */
  flips: shareSchema,
  reverse_flips: shareSchema,
  /** Nats of gold log-probability, of the right baselines with a score. */
  gold_log_prob_drop: problemMeanSchema,
});

/** Accuracy by the number of thoughts run before EOT, by `thoughts_k`. */
export const truncationAccuracySchema = z.record(
  z.string(),
  accuracySchema.extend({ thoughts_run: z.number().int() }),
);

/** What the summary keeps of ablations. */
export const ablationFactsSchema = z.object({
  intervention: z.object({
    site: z.string(),
    /** Null for `embed`, and for knockouts in every layer. */
    layer: z.number().int().nullable(),
    method: z.string(),
    later: z.enum(LATER_THOUGHTS),
  }),
  /** Of all problems of the ablation file, before exclusions. */
  baseline: z.object({
    overall: accuracySchema,
    by_difficulty: z.partialRecord(z.enum(DIFFICULTIES), accuracySchema),
  }),
  /** Of all problems too: those right without thoughts are not selected on the outcome. */
  truncation: z.object({
    /** k = 0 up to all. */
    accuracy: truncationAccuracySchema,
    /** Problems right with no thought only, with all thoughts only; exact McNemar. Null if not run. */
    none_against_all: z
      .object({ only_none: z.number().int(), only_all: z.number().int(), p: z.number() })
      .nullable(),
  }),
  controls: z.object({
    /** Whether the self-patch equals the baseline on every problem; if not, the run means nothing. */
    self_patch_valid: z.boolean(),
    self_patch_failures: z.array(z.string()),
  }),
  /** Every set that was ablated, in the order of the run. */
  ablated_sets: z.array(ablatedSetSchema),
  /** Null unless every set of thoughts was ablated. */
  lattice: latticeSchema.nullable(),
  /** Null without a dataset. */
  cut_rule: cutRuleSchema.nullable(),
});

/** What the summary keeps of ablations. */
export type AblationFacts = z.infer<typeof ablationFactsSchema>;

/** The facts of ablation results. */
export function summariseAblation(
  results: AblationResults,
  { resampling, problems }: SummaryContext,
): AblationFacts {
  const failures = results.problems.filter(({ controls }) => !controls.self_patch_equals_baseline);
  const { site, layer, method, later } = results;
  return {
    intervention: { site, layer, method, later },
    baseline: baselineAccuracy(results.problems),
    truncation: truncationCurve(results.problems, results.thoughts_run ?? results.thoughts),
    controls: {
      self_patch_valid: failures.length === 0,
      self_patch_failures: failures.map((problem) => problem.problem_id),
    },
    ablated_sets: ablatedSets(results.problems, resampling),
    lattice: summariseLattice(results, resampling),
    cut_rule: problems === null ? null : cutRule(results.problems, problems, resampling),
  };
}

/** Accuracy of the untouched rollouts, of all problems. */
function baselineAccuracy(problems: readonly ProblemAblations[]): AblationFacts['baseline'] {
  const levels = new Set(problems.map(({ difficulty }) => difficulty));
  const correct = (members: readonly ProblemAblations[]): boolean[] =>
    members.map(({ baseline }) => baseline.correct);
  const byLevel: AblationFacts['baseline']['by_difficulty'] = {};
  for (const level of DIFFICULTIES.filter((each) => levels.has(each))) {
    byLevel[level] = accuracyOf(correct(problems.filter(({ difficulty }) => difficulty === level)));
  }
  return { overall: accuracyOf(correct(problems)), by_difficulty: byLevel };
}

/** Accuracy by the number of thoughts run before EOT; the whole rollout is the baseline. */
export function truncationCurve(
  problems: readonly ProblemAblations[],
  thoughts: number,
): AblationFacts['truncation'] {
  const accuracy: AblationFacts['truncation']['accuracy'] = {};
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

/** What each set of thoughts does when it is ablated. */
function ablatedSets(
  problems: readonly ProblemAblations[],
  resampling: Resampling | null,
): AblationFacts['ablated_sets'] {
  const right = problems.filter(({ baseline }) => baseline.correct);
  const wrong = problems.filter(({ baseline }) => !baseline.correct);
  return (problems[0]?.token_ablations ?? []).map(({ thoughts }, place) => {
    const of = (members: readonly ProblemAblations[]) =>
      members.flatMap(({ token_ablations: ablations }) => ablations[place] ?? []);
    return {
      thoughts,
      flips: shareOf(of(right).map(({ importance }) => importance === 1)),
      reverse_flips: shareOf(of(wrong).map(({ reverse_flip: flip }) => flip === 1)),
      gold_log_prob_drop: problemMean(
        of(right).flatMap(({ gold_log_prob_drop: drop }) => drop ?? []),
        resampling,
      ),
    };
  });
}

/** The ablations in short. */
export function tellAblation({ problems, warnings, ...results }: AblationResults): (string | Table)[] {
  const { overall } = baselineAccuracy(problems);
  const rows = ablatedSets(problems, null).map(({ thoughts, flips, gold_log_prob_drop: drop }) => [
    thoughts.join('+'),
    String(flips.count),
    flips.rate === null ? '–' : percent(flips.rate),
    flips.wilson_95 === null ? '–' : percentInterval(flips.wilson_95),
    meanCell(drop, 2),
  ]);
  return [
    `${overall.n} problems, baseline right on ${overall.correct}; ${interventionText(results)}. Of the right ones:`,
    { head: ['thoughts', 'flips', 'share', '95 % interval', 'mean drop (nats)'], rows },
    ...warnings.map(
      ({ problems: count, first_problem_id: first, warning }) =>
        `warning for ${count} of ${problems.length} problems, such as ${first}: ${warning}`,
    ),
  ];
}
