import type { LlamaArchitecture, RopeScaling } from '../architecture.js';
import { ModelError } from '../errors.js';
import type { JsonFile } from '../json-file.js';
import { mostLayers, requireValue, unsupported } from './config-field.js';

/**
 * The architecture that a Hugging Face config.json describes, in the form of transformers 4 (`rope_theta`,
 * `rope_scaling`) or 5 (`rope_parameters`).
 * @param vocabSize V, from CODI's pad id; the file may say V (the base model's) or V + 3
 * @throws ModelError UNSUPPORTED or BAD_CONFIG, naming the field
 */
export function readLlamaConfig(config: JsonFile, vocabSize: number): LlamaArchitecture {
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
