import type { Checkpoint } from '@codiscope/models';

/** What a server accepts; see `codi.v1.Limits`. */
export interface RequestLimits {
  readonly maxQuestionTokens: number;
  readonly maxNewTokens: number;
  readonly defaultNewTokens: number;
  readonly maxVariants: number;
  readonly maxCaptureBytes: number;
  readonly maxMessageBytes: number;
  readonly maxSources: number;
  readonly maxReferenceQuestions: number;
  readonly maxReferenceBytes: number;
  /** Bytes of the different vectors that the variants of a request add. */
  readonly maxVectorBytes: number;
  /** Vectors and attention edges that the variants of a request change. */
  readonly maxChanges: number;
  /** Different references that a request names. */
  readonly maxReferences: number;
  /** Prefix slots of one request that are computed together: what keeps prefixes of their own in bounds. */
  readonly prefixSlotsAtOnce: number;
  /** Variants of one request that are computed together. */
  readonly variantsAtOnce: number;
}

/** What requests are checked against. */
export interface RequestContext {
  readonly checkpoint: Checkpoint;
  readonly limits: RequestLimits;
}

/** The limits of a model whose sequences may have `positions` slots. */
export function limitsFor(checkpoint: Checkpoint, positions: number, maxMessageBytes: number): RequestLimits {
  const maxNewTokens = Math.min(256, Math.floor(positions / 4));
  return {
    // Question, BOT, thoughts, EOT and the answer share the positions.
    // Attention scores of a question grow with its square, which is what the second bound is for.
    maxQuestionTokens: Math.min(1024, positions - checkpoint.settings.thoughts - 2 - maxNewTokens),
    maxNewTokens,
    defaultNewTokens: Math.min(64, maxNewTokens),
    maxVariants: 4096,
    maxCaptureBytes: 256 * 1024 * 1024,
    maxMessageBytes,
    maxSources: 256,
    maxReferenceQuestions: 10_000,
    maxReferenceBytes: 256 * 1024 * 1024,
    maxVectorBytes: 64 * 1024 * 1024,
    maxChanges: 2_000_000,
    maxReferences: 8,
    prefixSlotsAtOnce: 4096,
    // A lattice over six thoughts with all controls is one batch.
    variantsAtOnce: 128,
  };
}
