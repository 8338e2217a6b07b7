import {
  CodiError,
  HeadReduction,
  KeyReduction,
  Later,
  Protocol,
  Site,
  type AttentionCapture,
  type AttentionQuery,
  type Capture,
  type CodiClient,
  type Intervention,
  type Rollout,
  type RolloutRequest,
  type Variant,
} from '@codiscope/proto';

/** A zero ablation at the output of a layer, thoughts counted from 1. */
export function zero(layer: number, thoughts: number[]): Intervention {
  return {
    site: Site.RESID_POST,
    layers: [layer],
    thoughts,
    method: { $case: 'zero', value: {} },
    later: Later.RECOMPUTE,
  };
}

/** The self-patch control. */
export function self(layer: number, thoughts: number[]): Intervention {
  return { ...zero(layer, thoughts), method: { $case: 'self', value: {} } };
}

/** A variant of these interventions. */
export function variant(id: string, interventions: Intervention[] = [], thoughts?: number): Variant {
  return { id, interventions, thoughts };
}

/** Captures only what is named. */
export function capture(what: Partial<Capture>): Capture {
  return {
    attention: undefined,
    residuals: undefined,
    logits: false,
    variantIds: [],
    lens: undefined,
    ...what,
  };
}

/** Rows of attention, every layer, head and key unless said otherwise. */
export function attention(queries: AttentionQuery[], rest: Partial<AttentionCapture> = {}): AttentionCapture {
  return { queries, layers: [], heads: HeadReduction.NONE, keys: KeyReduction.NONE, ...rest };
}

/** The logits behind each generated token, and nothing else. */
export const LOGITS: Capture = capture({ logits: true });

/** A request for one question in words. */
export function ask(text: string, rest: Partial<RolloutRequest> = {}): RolloutRequest {
  return {
    id: '',
    question: { $case: 'text', value: text },
    goldAnswer: undefined,
    protocol: Protocol.OFFICIAL,
    decoding: undefined,
    variants: [],
    capture: undefined,
    ...rest,
  };
}

/** All results of one request, by variant. */
export async function rollouts(client: CodiClient, request: RolloutRequest): Promise<Map<string, Rollout>> {
  const found = new Map<string, Rollout>();
  for await (const { variantId, outcome } of client.rollout(request)) {
    if (outcome?.$case === 'error') throw CodiError.fromStatus(outcome.value);
    if (outcome) found.set(variantId, outcome.value);
  }
  return found;
}

/** The only result of one request. */
export async function rollout(client: CodiClient, request: RolloutRequest): Promise<Rollout> {
  const [only] = (await rollouts(client, request)).values();
  if (!only) throw new Error('the server gave no result');
  return only;
}
