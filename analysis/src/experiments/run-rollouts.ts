import {
  CodiError,
  Protocol,
  type CaptureInit,
  type CodiClient,
  type Rollout,
  type VariantInit,
} from '@codiscope/proto';

import type { Problem } from '../datasets/problem.js';
import type { Refusal } from './rollout-record.js';

/** Where finished rollouts go before anything else happens with them. */
export interface RolloutJournal {
  has(key: string): boolean;
  append(key: string, payload: unknown): Promise<void>;
}

/** A variant of a plan; its name is part of the journal's keys. */
export type PlannedVariant = VariantInit & { readonly id: string };

/** The rollouts of an experiment: every problem with every variant. */
export interface RolloutPlan {
  /** The experiment's name; it is part of the keys. */
  readonly experiment: string;
  readonly problems: readonly Problem[];
  /** The variants of a problem; their ids are the same for all. */
  readonly variants: (problem: Problem) => readonly PlannedVariant[];
  /** Default: the official one. */
  readonly protocol?: Protocol;
  readonly maxNewTokens: number;
  readonly capture?: CaptureInit;
  /** What the journal keeps of a rollout. */
  record(problem: Problem, variantId: string, rollout: Rollout): object;
}

/** How a plan is run. */
export interface RunOptions {
  readonly signal: AbortSignal;
  /** Called after a rollout is in the journal, with the number of rollouts that are. */
  readonly onProgress: (done: number) => void;
}

/** The journal key of one rollout. */
export function rolloutKey(experiment: string, problemId: string, variantId: string): string {
  return `${experiment}/${problemId}/${variantId}`;
}

/** The keys of a plan: problem by problem, variant by variant. */
export function planKeys({ experiment, problems, variants }: RolloutPlan): string[] {
  return problems.flatMap((problem) =>
    variants(problem).map(({ id }) => rolloutKey(experiment, problem.gsm8k_id, id)),
  );
}

/**
 * Runs what the journal does not have yet, all questions over one stream, one request a problem. A problem that
 * the server refuses is journalled as a refusal of each of its variants; any other error ends the run, and what was
 * finished stays in the journal.
 */
export async function runRollouts(
  client: CodiClient,
  journal: RolloutJournal,
  plan: RolloutPlan,
  { signal, onProgress }: RunOptions,
): Promise<void> {
  const { experiment, problems, variants } = plan;
  const key = (problem: Problem, variantId: string): string =>
    rolloutKey(experiment, problem.gsm8k_id, variantId);
  let total = 0;
  const missing = new Map<string, { problem: Problem; variants: PlannedVariant[] }>();
  for (const problem of problems) {
    const all = variants(problem);
    total += all.length;
    const open = all.filter(({ id }) => !journal.has(key(problem, id)));
    if (open.length > 0) missing.set(problem.gsm8k_id, { problem, variants: open });
  }
  let done = total;
  for (const { variants: open } of missing.values()) done -= open.length;
  onProgress(done);

  const requests = [...missing.values()].map(({ problem, variants: open }) => ({
    id: problem.gsm8k_id,
    question: { $case: 'text' as const, value: problem.question },
    goldAnswer: String(problem.answer),
    protocol: plan.protocol ?? Protocol.OFFICIAL,
    decoding: { maxNewTokens: plan.maxNewTokens },
    variants: open,
    capture: plan.capture,
  }));
  const appends: Promise<void>[] = [];
  const keep = (problem: Problem, variantId: string, payload: object): void => {
    const append = journal.append(key(problem, variantId), payload).then(() => {
      done++;
      onProgress(done);
    });
    // A failed append ends the run below; until then it must not count as unhandled.
    append.catch(() => undefined);
    appends.push(append);
  };
  try {
    for await (const { requestId, variantId, outcome } of client.rolloutBatch(requests, { signal })) {
      const entry = missing.get(requestId);
      if (!entry) continue;
      if (outcome?.$case === 'rollout') {
        keep(entry.problem, variantId, plan.record(entry.problem, variantId, outcome.value));
      } else if (outcome) {
        const error = CodiError.fromStatus(outcome.value);
        if (error.codeName !== 'INVALID_ARGUMENT') throw error;
        for (const { id } of entry.variants) keep(entry.problem, id, refusal(entry.problem, id, error));
      }
    }
  } finally {
    // Whatever came before an interruption is on the disk when this returns.
    await Promise.allSettled(appends);
  }
  await Promise.all(appends);
}

function refusal(problem: Problem, variant: string, error: CodiError): Refusal {
  return { problem_id: problem.gsm8k_id, variant, refused: error.message };
}
