import {
  CodiError,
  Protocol as WireProtocol,
  type CodiClient,
  type RolloutRequestInit,
} from '@codiscope/proto';

import type { Problem } from '../datasets/problem.js';
import { rolloutKey, variantIds, type PlannedRequest, type RolloutPlan } from './rollout-plan.js';
import type { Refusal } from './rollout-record.js';

/** Where finished rollouts go before anything else happens with them. */
export interface RolloutJournal {
  has(key: string): boolean;
  append(key: string, payload: unknown): Promise<void>;
}

/** How a plan is run. */
export interface RunOptions {
  readonly signal: AbortSignal;
  /** Called after a rollout is in the journal, with the number of rollouts that are. */
  readonly onProgress: (done: number) => void;
}

/** A request with what the journal does not have of it. */
interface OpenRequest {
  readonly problem: Problem;
  readonly request: PlannedRequest;
}

/**
 * Runs what the journal does not have yet, all questions over one stream. A request that the server refuses is
 * journalled as a refusal of each of its variants; any other error ends the run, and what was finished stays in the
 * journal.
 */
export async function runRollouts(
  client: CodiClient,
  journal: RolloutJournal,
  plan: RolloutPlan,
  { signal, onProgress }: RunOptions,
): Promise<void> {
  const key = (problem: Problem, variantId: string): string =>
    rolloutKey(plan.experiment, problem.gsm8k_id, variantId);
  const open = openRequests(plan, (problem, variantId) => journal.has(key(problem, variantId)));
  let done = plan.problems.reduce((sum, problem) => sum + variantIds(plan, problem).length, 0);
  for (const { request } of open.values()) done -= request.variants.length;
  onProgress(done);

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
  const messages = [...open].map(([id, { request }]) => message(id, request, plan));
  try {
    for await (const { requestId, variantId, outcome } of client.rolloutBatch(messages, { signal })) {
      const entry = open.get(requestId);
      if (!entry) continue;
      const { problem, request } = entry;
      if (outcome?.$case === 'rollout') {
        keep(problem, variantId, plan.record(problem, variantId, outcome.value));
      } else if (outcome) {
        const error = CodiError.fromStatus(outcome.value);
        if (error.codeName !== 'INVALID_ARGUMENT') throw error;
        for (const { id } of request.variants) keep(problem, id, refusal(problem, id, error));
      }
    }
  } finally {
    // Whatever came before an interruption is on the disk when this returns.
    await Promise.allSettled(appends);
  }
  await Promise.all(appends);
}

/** The requests of which something is missing, by an id that is theirs alone. */
function openRequests(
  { problems, requests }: RolloutPlan,
  has: (problem: Problem, variantId: string) => boolean,
): Map<string, OpenRequest> {
  const open = new Map<string, OpenRequest>();
  for (const problem of problems) {
    for (const [index, request] of requests(problem).entries()) {
      const variants = request.variants.filter(({ id }) => !has(problem, id));
      if (variants.length === 0) continue;
      open.set(`${index + 1}/${problem.gsm8k_id}`, { problem, request: { ...request, variants } });
    }
  }
  return open;
}

function message(
  id: string,
  { question, goldAnswer, variants, capture, sources }: PlannedRequest,
  { protocol, maxNewTokens }: RolloutPlan,
): RolloutRequestInit {
  return {
    id,
    question: { $case: 'text', value: question },
    goldAnswer: String(goldAnswer),
    protocol: protocol === 'origin' ? WireProtocol.ORIGIN : WireProtocol.OFFICIAL,
    decoding: { maxNewTokens },
    variants: [...variants],
    capture,
    ...(sources && { sources }),
  };
}

function refusal(problem: Problem, variant: string, error: CodiError): Refusal {
  return { problem_id: problem.gsm8k_id, variant, refused: error.message };
}
