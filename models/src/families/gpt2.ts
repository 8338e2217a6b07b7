import type { Gpt2Architecture } from '../architecture.js';
import { mostLayers, requireValue } from '../checkpoint/config-field.js';
import { ModelError } from '../errors.js';
import type { JsonFile } from '../json-file.js';
import type { DecoderTensors, Family } from './family.js';
import { gpt2Decoder } from './gpt2-decoder.js';

/** The matrix of the learned positions. [positions, D] */
const POSITIONS = 'transformer.wpe.weight';

/** GPT-2 (Radford et al. 2019). */
export const gpt2: Family<Gpt2Architecture> = {
  readConfig: readGpt2Config,
  tensors: gpt2Tensors,
  embedding: 'transformer.wte.weight',
  positions: () => ({ kind: 'learned', matrix: POSITIONS }),
  decoder: gpt2Decoder,
};

function readGpt2Config(config: JsonFile, vocabSize: number): Gpt2Architecture {
  requireValue(config, 'activation_function', 'gelu_new', 'gelu_new');
  requireValue(config, 'add_cross_attention', false, false);
  requireValue(config, 'scale_attn_weights', true, true);
  requireValue(config, 'scale_attn_by_inverse_layer_idx', false, false);
  const heads = config.count('n_head');
  const hiddenSize = config.count('n_embd');
  if (hiddenSize % heads !== 0) {
    throw new ModelError(
      'BAD_CONFIG',
      `${config.path}: n_embd ${hiddenSize} is no multiple of n_head ${heads}; correct the file`,
    );
  }
  return {
    family: 'gpt2',
    layers: config.count('n_layer', undefined, mostLayers),
    heads,
    kvHeads: heads,
    headDim: hiddenSize / heads,
    hiddenSize,
    // Null in most files.
    intermediateSize: config.count('n_inner', 4 * hiddenSize),
    vocabSize,
    embeddingRows: vocabSize + 3,
    maxPositions: config.count('n_positions'),
    layerNormEps: config.positive('layer_norm_epsilon', 1e-5),
    tiedHead: config.boolean('tie_word_embeddings', true),
  };
}

/** Conv1D weights are [in, out]. */
function gpt2Tensors(architecture: Gpt2Architecture): DecoderTensors {
  const { hiddenSize: hidden, intermediateSize: inner } = architecture;
  const tensors: DecoderTensors = new Map([
    [gpt2.embedding, { shape: [architecture.embeddingRows, hidden], layout: null }],
    [POSITIONS, { shape: [architecture.maxPositions, hidden], layout: null }],
  ]);
  const norm = (name: string): void => {
    tensors.set(`${name}.weight`, { shape: [hidden], layout: null });
    tensors.set(`${name}.bias`, { shape: [hidden], layout: null });
  };
  const conv1d = (name: string, into: number, out: number): void => {
    tensors.set(`${name}.weight`, { shape: [into, out], layout: 'in-out' });
    tensors.set(`${name}.bias`, { shape: [out], layout: null });
  };
  for (let layer = 0; layer < architecture.layers; layer++) {
    const block = `transformer.h.${layer}`;
    norm(`${block}.ln_1`);
    conv1d(`${block}.attn.c_attn`, hidden, 3 * hidden);
    conv1d(`${block}.attn.c_proj`, hidden, hidden);
    norm(`${block}.ln_2`);
    conv1d(`${block}.mlp.c_fc`, hidden, inner);
    conv1d(`${block}.mlp.c_proj`, inner, hidden);
  }
  norm('transformer.ln_f');
  return tensors;
}
