import type { Gpt2Architecture } from '../architecture.js';
import { ModelError } from '../errors.js';
import type { JsonFile } from '../json-file.js';
import { mostLayers, requireValue } from './config-field.js';

/**
 * The GPT-2 architecture that a Hugging Face config.json describes.
 * @param vocabSize V, from CODI's pad id
 * @throws ModelError UNSUPPORTED or BAD_CONFIG, naming the field
 */
export function readGpt2Config(config: JsonFile, vocabSize: number): Gpt2Architecture {
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
