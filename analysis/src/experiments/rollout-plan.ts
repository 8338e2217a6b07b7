import type { CaptureInit, Rollout, RolloutRequestInit, VariantInit } from '@codiscope/proto';

import type { Problem } from '../datasets/problem.js';
import type { Protocol } from '../words/protocol.js';

/** The variant without a change. */
export const BASELINE = 'baseline';

/** A variant of a plan; its name is part of the journal's keys. */
export type PlannedVariant = VariantInit & { readonly id: string };

/** One request: a question, its gold answer, and the ways to run it. */
export interface PlannedRequest {
  readonly question: string;
  readonly goldAnswer: number;
  readonly variants: readonly PlannedVariant[];
  readonly capture?: CaptureInit;
  /** Questions to patch from. */
  readonly sources?: RolloutRequestInit['sources'];
}

/** The rollouts of an experiment: every problem with its requests. */
export interface RolloutPlan {
  /** The experiment's verb; it is part of the keys. */
  readonly experiment: string;
  readonly problems: readonly Problem[];
  /**
   * What is asked about a problem: more than one request where question, gold answer or capture differ. Every variant
   * of a problem has another id.
   */
  readonly requests: (problem: Problem) => readonly PlannedRequest[];
  readonly protocol: Protocol;
  readonly maxNewTokens: number;
  /** What the journal keeps of a rollout. */
  record(problem: Problem, variantId: string, rollout: Rollout): object;
}

/** The request for a problem's own question and answer. */
export function ownRequest(
  { question, answer }: Problem,
  variants: readonly PlannedVariant[],
  capture?: CaptureInit,
): PlannedRequest {
  return { question, goldAnswer: answer, variants, ...(capture && { capture }) };
}

/** The journal key of one rollout. */
export function rolloutKey(experiment: string, problemId: string, variantId: string): string {
  return `${experiment}/${problemId}/${variantId}`;
}

/** The ids of a problem's variants, in order. */
export function variantIds({ requests }: Pick<RolloutPlan, 'requests'>, problem: Problem): string[] {
  return requests(problem).flatMap(({ variants }) => variants.map(({ id }) => id));
}

/** The keys of a plan: problem by problem, variant by variant. As many as it has rollouts. */
export function planKeys(plan: Pick<RolloutPlan, 'experiment' | 'problems' | 'requests'>): string[] {
  return plan.problems.flatMap((problem) =>
    variantIds(plan, problem).map((id) => rolloutKey(plan.experiment, problem.gsm8k_id, id)),
  );
}
