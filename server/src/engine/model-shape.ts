import type { Checkpoint } from '@codiscope/models';

/** The numbers of a model that the engine computes with. */
export interface ModelShape {
  readonly layers: number;
  readonly heads: number;
  readonly kvHeads: number;
  readonly headDim: number;
  readonly hiddenSize: number;
  /** Extent of a row of logits: V + 2. */
  readonly logits: number;
  readonly thoughts: number;
  readonly padId: number;
  readonly botId: number;
  readonly eotId: number;
  readonly eosId: number;
}

/** The shape of a checkpoint. */
export function modelShape({ architecture, settings }: Checkpoint): ModelShape {
  const { layers, heads, kvHeads, headDim, hiddenSize, embeddingRows } = architecture;
  const { thoughts, padId, botId, eotId, eosId } = settings;
  return {
    layers,
    heads,
    kvHeads,
    headDim,
    hiddenSize,
    logits: embeddingRows - 1,
    thoughts,
    padId,
    botId,
    eotId,
    eosId,
  };
}
