import type { LlamaArchitecture, RopeScaling } from '../architecture.js';
import { mostLayers, requireValue, unsupported } from '../checkpoint/config-field.js';
import { ModelError } from '../errors.js';
import type { JsonFile } from '../json-file.js';
import type { DecoderTensors, Family } from './family.js';
import { llamaDecoder } from './llama-decoder.js';

/** LLaMA (Touvron et al. 2023, arXiv 2302.13971) and its successors of the same shape. */
export const llama: Family<LlamaArchitecture> = {
  readConfig: readLlamaConfig,
  tensors: llamaTensors,
  embedding: 'model.embed_tokens.weight',
  positions: ({ headDim, ropeTheta: theta, ropeScaling: scaling }) => ({
    kind: 'rotary',
    settings: { headDim, theta, scaling },
  }),
  decoder: llamaDecoder,
};

/** In the form of transformers 4 (`rope_theta`, `rope_scaling`) or 5 (`rope_parameters`). */
function readLlamaConfig(config: JsonFile, vocabSize: number): LlamaArchitecture {
  requireValue(config, 'hidden_act', 'silu', 'silu');
  requireValue(config, 'attention_bias', false, false);
  requireValue(config, 'mlp_bias', false, false);
  const heads = config.count('num_attention_heads');
  const hiddenSize = config.count('hidden_size');
  const architecture: LlamaArchitecture = {
    family: 'llama',
    layers: config.count('num_hidden_layers', undefined, mostLayers),
    heads,
    kvHeads: config.count('num_key_value_heads', heads),
    headDim: config.count('head_dim', hiddenSize / heads),
    hiddenSize,
    intermediateSize: config.count('intermediate_size'),
    vocabSize,
    embeddingRows: vocabSize + 3,
    maxPositions: config.count('max_position_embeddings'),
    rmsNormEps: config.positive('rms_norm_eps'),
    ...readRope(config),
    tiedHead: config.boolean('tie_word_embeddings', false),
  };
  checkSizes(config, architecture);
  return architecture;
}

function readRope(config: JsonFile): Pick<LlamaArchitecture, 'ropeTheta' | 'ropeScaling'> {
  const parameters = config.object('rope_parameters');
  const scaling = parameters ?? config.object('rope_scaling');
  const theta = parameters && 'rope_theta' in parameters.content ? parameters : config;
  return {
    ropeTheta: theta.positive('rope_theta', 10_000),
    ropeScaling: scaling ? readScaling(scaling) : null,
  };
}

function readScaling(scaling: JsonFile): RopeScaling | null {
  // The oldest files say `type`.
  const field = 'rope_type' in scaling.content ? 'rope_type' : 'type';
  const kind = scaling.string(field, 'default');
  if (kind === 'default') return null;
  if (kind !== 'llama3') throw unsupported(scaling, field, kind, 'default or llama3');
  return {
    kind,
    factor: scaling.positive('factor'),
    lowFrequencyFactor: scaling.positive('low_freq_factor'),
    highFrequencyFactor: scaling.positive('high_freq_factor'),
    originalMaxPositions: scaling.count('original_max_position_embeddings'),
  };
}

function checkSizes(config: JsonFile, { heads, kvHeads, headDim }: LlamaArchitecture): void {
  if (heads % kvHeads !== 0) {
    const fact = `num_attention_heads ${heads} is no multiple of num_key_value_heads ${kvHeads}`;
    throw new ModelError('BAD_CONFIG', `${config.path}: ${fact}; correct the file`);
  }
  if (headDim % 2 !== 0) {
    throw new ModelError(
      'BAD_CONFIG',
      `${config.path}: head_dim ${headDim} is odd, rotary positions need pairs; correct it`,
    );
  }
}

/** Linear weights are [out, in]. */
function llamaTensors(architecture: LlamaArchitecture): DecoderTensors {
  const { hiddenSize: hidden, intermediateSize: inner, embeddingRows, headDim } = architecture;
  const queries = architecture.heads * headDim;
  const keys = architecture.kvHeads * headDim;
  const tensors: DecoderTensors = new Map();
  const vector = (name: string): void => {
    tensors.set(`${name}.weight`, { shape: [hidden], layout: null });
  };
  const linear = (name: string, out: number, into: number): void => {
    tensors.set(`${name}.weight`, { shape: [out, into], layout: 'out-in' });
  };
  tensors.set(llama.embedding, { shape: [embeddingRows, hidden], layout: null });
  for (let layer = 0; layer < architecture.layers; layer++) {
    const block = `model.layers.${layer}`;
    vector(`${block}.input_layernorm`);
    linear(`${block}.self_attn.q_proj`, queries, hidden);
    linear(`${block}.self_attn.k_proj`, keys, hidden);
    linear(`${block}.self_attn.v_proj`, keys, hidden);
    linear(`${block}.self_attn.o_proj`, hidden, queries);
    vector(`${block}.post_attention_layernorm`);
    linear(`${block}.mlp.gate_proj`, inner, hidden);
    linear(`${block}.mlp.up_proj`, inner, hidden);
    linear(`${block}.mlp.down_proj`, hidden, inner);
  }
  vector('model.norm');
  return tensors;
}
