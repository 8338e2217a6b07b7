import {
  AttentionQuery,
  CodiError,
  decodeTensor,
  HeadReduction,
  KeyReduction,
  Later,
  Protocol,
  Site,
  type CodiClient,
  type Rollout,
  type RolloutRequestInit,
  type VariantInit,
} from '@codiscope/proto';

import { entryAt, required } from '@codiscope/models/required';

/** What to ask. */
export interface Question {
  readonly question: string;
  /** The right answer, if known. */
  readonly answer: string | undefined;
  readonly thoughts: number;
  readonly ablatedLayer: number;
  readonly attentionLayer: number;
  readonly top: number;
  readonly signal: AbortSignal;
}

/** What one thought holds and does. */
export interface ThoughtSeen {
  /** From 1. */
  readonly thought: number;
  /** The tokens it decodes to, likeliest first, with their probabilities. */
  readonly lens: readonly { readonly token: string; readonly probability: number }[];
  /** The answer's number with this thought zeroed; null when there is none. */
  readonly answerWithout: string | null;
  /** Nats of log-probability of the answer that zeroing costs; null when the answer has no token. */
  readonly logProbDrop: number | null;
  /** Weight of the row that predicts the number on this thought, mean over heads; null without a number. */
  readonly attention: number | null;
}

/** One question, seen at a glance. */
export interface Answered {
  readonly question: string;
  readonly text: string;
  readonly predicted: string | null;
  readonly gold: string | null;
  readonly correct: boolean | null;
  readonly ablatedLayer: number;
  readonly attentionLayer: number;
  readonly thoughts: readonly ThoughtSeen[];
  /** Weight of the same row on everything else, by group of keys. */
  readonly elsewhere: Readonly<Record<string, number>>;
  readonly warnings: readonly string[];
}

/** Asks the question as it is, then with each thought zeroed, and puts together what was seen. */
export async function askQuestion(client: CodiClient, asked: Question): Promise<Answered> {
  const clean = await cleanRun(client, asked);
  const reference = asked.answer ?? clean.predicted;
  const without = await ablations(client, asked, reference);
  const baseline = required(without.get('baseline'), 'the answer with every thought');
  const groups = attentionByGroup(clean);
  const thoughts = Array.from({ length: asked.thoughts }, (_, index): ThoughtSeen => {
    const thought = index + 1;
    const ablated = required(without.get(String(thought)), `the answer without thought ${thought}`);
    const drop =
      baseline.scores && ablated.scores ? baseline.scores.goldLogProb - ablated.scores.goldLogProb : null;
    return {
      thought,
      lens: required(
        clean.lens.find((reading) => reading.thought === thought),
        `the lens of thought ${thought}`,
      ).top.map(({ piece, logProb }) => ({ token: piece, probability: Math.exp(logProb) })),
      answerWithout: ablated.predicted ?? null,
      logProbDrop: drop,
      attention: groups && required(groups.get(`thought_${thought}`), `the attention on thought ${thought}`),
    };
  });
  return {
    question: asked.question,
    text: clean.text,
    predicted: clean.predicted ?? null,
    gold: asked.answer ?? null,
    correct: asked.answer !== undefined ? (baseline.correct ?? null) : null,
    ablatedLayer: asked.ablatedLayer,
    attentionLayer: asked.attentionLayer,
    thoughts,
    elsewhere: Object.fromEntries(
      [...(groups ?? new Map<string, number>())].filter(([group]) => !group.startsWith('thought_')),
    ),
    // The second request knows the answer, and may warn of that too.
    warnings: [...new Set([...clean.warnings, ...baseline.warnings])],
  };
}

function request({ question }: Question, rest: RolloutRequestInit): RolloutRequestInit {
  return { question: { $case: 'text', value: question }, protocol: Protocol.OFFICIAL, ...rest };
}

async function run(
  client: CodiClient,
  { signal }: Question,
  sent: RolloutRequestInit,
): Promise<Map<string, Rollout>> {
  const found = new Map<string, Rollout>();
  for await (const { variantId, outcome } of client.rollout(sent, { signal })) {
    if (outcome?.$case === 'error') throw CodiError.fromStatus(outcome.value);
    if (outcome) found.set(variantId, outcome.value);
  }
  return found;
}

async function cleanRun(client: CodiClient, asked: Question): Promise<Rollout> {
  const capture = {
    attention: {
      queries: [AttentionQuery.NUMBER],
      layers: [asked.attentionLayer],
      heads: HeadReduction.MEAN,
      keys: KeyReduction.GROUPS,
    },
    lens: { top: asked.top },
  };
  const [clean] = (await run(client, asked, request(asked, { capture }))).values();
  if (!clean) throw new Error('the server gave no result; look into its log');
  return clean;
}

function ablations(
  client: CodiClient,
  asked: Question,
  reference: string | undefined,
): Promise<Map<string, Rollout>> {
  const zeroed = Array.from({ length: asked.thoughts }, (_, index): VariantInit => {
    const thought = index + 1;
    const intervention = {
      site: Site.RESID_POST,
      layers: [asked.ablatedLayer],
      thoughts: [thought],
      method: { $case: 'zero' as const, value: {} },
      later: Later.RECOMPUTE,
    };
    return { id: String(thought), interventions: [intervention] };
  });
  const variants = [{ id: 'baseline' }, ...zeroed];
  return run(
    client,
    asked,
    request(asked, { variants, ...(reference !== undefined && { goldAnswer: reference }) }),
  );
}

function attentionByGroup({ attention }: Rollout): Map<string, number> | null {
  const [row] = attention;
  if (!row?.weights) return null;
  const { data } = decodeTensor(row.weights);
  return new Map(
    row.keyGroups.map((group, index) => [group, entryAt(data, index, `the attention on ${group}`)]),
  );
}
