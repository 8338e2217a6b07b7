import { AnalysisError } from '@codiscope/analysis';
import {
  CodiError,
  decodeTensor,
  Protocol,
  type CaptureInit,
  type CodiClient,
  type Rollout,
  type Tensor,
  type VariantInit,
} from '@codiscope/proto';

import type { ConformanceReport } from './conformance-report.js';
import type { GoldenQuestion, GoldenVectors } from './golden-vectors.js';

/** The logits behind each generated token, and nothing else. */
export const LOGITS: CaptureInit = { logits: true };

/** What the comparisons of one golden question need. */
export interface Verification {
  readonly client: CodiClient;
  readonly architecture: string;
  readonly golden: GoldenVectors;
  /** From 0. */
  readonly index: number;
  readonly question: GoldenQuestion;
  readonly report: ConformanceReport;
  readonly signal: AbortSignal;
}

/** Runs variants of a golden question; the results by variant. */
export async function runGolden(
  { client, question, signal }: Verification,
  variants: VariantInit[],
  capture: CaptureInit,
  protocol = Protocol.OFFICIAL,
): Promise<Map<string, Rollout>> {
  const rollouts = new Map<string, Rollout>();
  const request = {
    question: { $case: 'text' as const, value: question.question },
    protocol,
    decoding: { maxNewTokens: question.tokens.length },
    variants,
    capture,
  };
  for await (const { variantId, outcome } of client.rollout(request, { signal })) {
    if (outcome?.$case === 'error') throw CodiError.fromStatus(outcome.value);
    if (outcome) rollouts.set(variantId, outcome.value);
  }
  return rollouts;
}

/** A result that must be there. */
export function existing(rollouts: Map<string, Rollout>, id: string): Rollout {
  const rollout = rollouts.get(id);
  if (!rollout)
    throw new AnalysisError('BAD_RESULTS', `the server gave no result for ${id}; look into its log`);
  return rollout;
}

/** A captured tensor's numbers; none, which agrees with nothing, when the server left it out. */
export function numbersOf(tensor: Tensor | undefined): Float32Array {
  return tensor ? Float32Array.from(decodeTensor(tensor).data) : new Float32Array(0);
}
