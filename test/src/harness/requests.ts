import {
  CodiError,
  HeadReduction,
  KeyReduction,
  Protocol,
  Intervention,
  Variant,
  AttentionCapture,
  Capture,
  Site,
  type AttentionQuery,
  type CaptureInit,
  type InterventionInit,
  type CodiClient,
  type Rollout,
  RolloutRequest,
  type RolloutRequestInit,
} from '@codiscope/proto';

/** A zero ablation at the output of a layer, thoughts counted from 1. */
export function zero(layer: number, thoughts: number[]): Intervention {
  return Intervention.fromPartial({
    site: Site.RESID_POST,
    layers: [layer],
    thoughts,
    method: { $case: 'zero', value: {} },
  });
}

/** The self-patch control. */
export function self(layer: number, thoughts: number[]): Intervention {
  return { ...zero(layer, thoughts), method: { $case: 'self', value: {} } };
}

/** A variant of these interventions. */
export function variant(id: string, interventions: InterventionInit[] = [], thoughts?: number): Variant {
  return Variant.fromPartial({ id, interventions, thoughts });
}

/** Captures only what is named. */
export function capture(what: CaptureInit): Capture {
  return Capture.fromPartial(what);
}

/** Rows of attention, every layer, head and key unless said otherwise. */
export function attention(queries: AttentionQuery[], rest: Partial<AttentionCapture> = {}): AttentionCapture {
  return AttentionCapture.fromPartial({
    queries,
    heads: HeadReduction.NONE,
    keys: KeyReduction.NONE,
    ...rest,
  });
}

/** The logits behind each generated token, and nothing else. */
export const LOGITS: Capture = capture({ logits: true });

/** A request for one question in words. */
export function ask(text: string, rest: RolloutRequestInit = {}): RolloutRequest {
  return RolloutRequest.fromPartial({
    question: { $case: 'text', value: text },
    protocol: Protocol.OFFICIAL,
    ...rest,
  });
}

/** All results of one request, by variant. */
export async function rollouts(
  client: CodiClient,
  request: RolloutRequestInit,
): Promise<Map<string, Rollout>> {
  const found = new Map<string, Rollout>();
  for await (const { variantId, outcome } of client.rollout(request)) {
    if (outcome?.$case === 'error') throw CodiError.fromStatus(outcome.value);
    if (outcome) found.set(variantId, outcome.value);
  }
  return found;
}

/** The only result of one request. */
export async function rollout(client: CodiClient, request: RolloutRequestInit): Promise<Rollout> {
  const [only] = (await rollouts(client, request)).values();
  if (!only) throw new Error('the server gave no result');
  return only;
}
