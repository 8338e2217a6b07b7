/** Llama 3's stretching of the rotary frequencies, as `rope_type: llama3` in Hugging Face's config.json. */
export interface RopeScaling {
  kind: 'llama3';
  factor: number;
  lowFrequencyFactor: number;
  highFrequencyFactor: number;
  originalMaxPositions: number;
}

/** The sizes that every decoder has. */
interface DecoderSizes {
  /** Decoder layers, numbered from 0. */
  layers: number;
  /** Query heads. */
  heads: number;
  /** Key/value heads; `heads` is a multiple. */
  kvHeads: number;
  headDim: number;
  hiddenSize: number;
  intermediateSize: number;
  /** V: words of the tokenizer, without pad, BOT and EOT. */
  vocabSize: number;
  /** V + 3: the embedding has rows for pad, BOT and EOT too. */
  embeddingRows: number;
  maxPositions: number;
  /** The output head is the embedding matrix. */
  tiedHead: boolean;
}

/** A LLaMA decoder: rotary positions, RMSNorm, grouped-query attention, SwiGLU, no biases. */
export interface LlamaArchitecture extends DecoderSizes {
  family: 'llama';
  rmsNormEps: number;
  ropeTheta: number;
  ropeScaling: RopeScaling | null;
}

/** A GPT-2 decoder: learned positions, LayerNorm, fused query/key/value (Conv1D), tanh GELU, biases. */
export interface Gpt2Architecture extends DecoderSizes {
  family: 'gpt2';
  layerNormEps: number;
}

/** The families of decoders that this package knows, by config.json's `model_type`; `FAMILIES` has what each needs. */
export interface Architectures {
  llama: LlamaArchitecture;
  gpt2: Gpt2Architecture;
}

/** The name of a family. */
export type FamilyName = keyof Architectures;

/** The architecture of one of the families `F`; of any by default. */
export type Architecture<F extends FamilyName = FamilyName> = {
  [Name in F]: Architectures[Name] & { family: Name };
}[F];

/** `prj`: the hidden state of one thought becomes the input embedding of the next. */
export interface Projection {
  /** Width of the inner layer. */
  dim: number;
  /** Whether a LayerNorm ends the projection. */
  layerNorm: boolean;
  /** PyTorch's default, 1e-5. */
  layerNormEps: number;
}

/** What CODI adds to a language model. */
export interface CodiSettings {
  /** Continuous thoughts between BOT and EOT. */
  thoughts: number;
  padId: number;
  botId: number;
  eotId: number;
  /** Ends the answer. */
  eosId: number;
  /** Whether the question goes without `<eos>` before BOT. */
  removeEos: boolean;
  /** The words that stand before the answer's number. */
  answerPrefix: string;
}
