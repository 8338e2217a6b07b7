import {
  CodiError,
  Protocol,
  Site,
  type CodiClient,
  type GetModelResponse,
  type Rollout,
  type RolloutRequestInit,
  type VariantInit,
} from '@codiscope/proto';

import { entryAt, required } from '@codiscope/models/required';

/** How fast a served model is, measured from outside. A slot is a thought, EOT or an answer token. */
export interface Speed {
  /** One rollout alone, from the question to its last token. */
  readonly msPerRollout: number;
  /** Of that, the question. */
  readonly prefillMs: number;
  /** What comes after the question, alone. */
  readonly slotsPerSecond: number;
  /** Questions in one batch, each unchanged and with each thought ablated. */
  readonly batch: {
    readonly questions: number;
    readonly rollouts: number;
    readonly msPerRollout: number;
    /** Of all rollouts together, the questions' time included. */
    readonly slotsPerSecond: number;
  };
}

const QUESTIONS = 8;
const NEW_TOKENS = 8;
const REPEATS = 3;

const UNCHANGED: VariantInit = { id: 'unchanged' };
/** Nothing but the question, EOT and one token. */
const SHORTEST: VariantInit = { id: 'shortest', thoughts: 0 };

/** Asks a model that has been asked before, so that nothing is measured that happens only once. */
export async function measureSpeed(
  client: CodiClient,
  model: GetModelResponse,
  question: string,
  signal: AbortSignal,
): Promise<Speed> {
  const alone = async (variant: VariantInit, tokens: number): Promise<Timed> =>
    timed(client, [request(question, [variant], tokens)], model, signal);
  const whole: Timed[] = [];
  const shortest: Timed[] = [];
  for (let repeat = 0; repeat < REPEATS; repeat++) {
    shortest.push(await alone(SHORTEST, 1));
    whole.push(await alone(UNCHANGED, NEW_TOKENS));
  }
  const [{ ms, slots }, least] = [median(whole), median(shortest)];
  // Two rollouts with the same question: what one takes longer, its further slots take.
  const msPerSlot = Math.max(0, ms - least.ms) / (slots - least.slots);
  const variants = [UNCHANGED, ...ablations(model)];
  const requests = Array.from({ length: QUESTIONS }, (_, index) =>
    request(`${question}${' '.repeat(index)}`, variants, NEW_TOKENS, String(index)),
  );
  const batch = await timed(client, requests, model, signal);
  return {
    msPerRollout: ms,
    prefillMs: Math.max(0, least.ms - least.slots * msPerSlot),
    slotsPerSecond: 1000 / msPerSlot,
    batch: {
      questions: QUESTIONS,
      rollouts: batch.rollouts,
      msPerRollout: batch.ms / batch.rollouts,
      slotsPerSecond: (1000 * batch.slots) / batch.ms,
    },
  };
}

/** Each thought zeroed in the middle of the depth. */
function ablations({ thoughts, presets }: GetModelResponse): VariantInit[] {
  return Array.from({ length: thoughts }, (_, index) => ({
    id: String(index + 1),
    interventions: [
      {
        site: Site.RESID_POST,
        layers: [required(presets, "the model's presets").middle],
        thoughts: [index + 1],
        method: { $case: 'zero' as const, value: {} },
      },
    ],
  }));
}

function request(text: string, variants: VariantInit[], maxNewTokens: number, id = ''): RolloutRequestInit {
  return {
    id,
    question: { $case: 'text' as const, value: text },
    protocol: Protocol.OFFICIAL,
    decoding: { maxNewTokens },
    variants,
  };
}

/** What requests took together. */
interface Timed {
  readonly ms: number;
  readonly rollouts: number;
  readonly slots: number;
}

async function timed(
  client: CodiClient,
  requests: RolloutRequestInit[],
  model: GetModelResponse,
  signal: AbortSignal,
): Promise<Timed> {
  const started = performance.now();
  let [rollouts, slots] = [0, 0];
  for await (const { variantId, outcome } of client.rolloutBatch(requests, { signal })) {
    if (outcome?.$case === 'error') throw CodiError.fromStatus(outcome.value);
    if (!outcome) continue;
    rollouts++;
    slots += slotsOf(outcome.value, variantId === SHORTEST.id ? 0 : model.thoughts);
  }
  return { ms: performance.now() - started, rollouts, slots };
}

/** Slots computed after the question: thoughts, EOT, and every token but the last, which nothing follows. */
function slotsOf({ tokens }: Rollout, thoughts: number): number {
  return thoughts + Math.max(1, tokens.length);
}

function median(timings: readonly Timed[]): Timed {
  const sorted = timings.toSorted((a, b) => a.ms - b.ms);
  return entryAt(sorted, Math.floor(sorted.length / 2), 'a timing');
}
