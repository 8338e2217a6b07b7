import { listModels } from '@codiscope/models';
import type { GetModelResponse, ModelServiceServer } from '@codiscope/proto';
import type { Logger } from 'pino';

import { invalidRequest } from '../errors.js';
import type { RequestContext } from '../requests/request-context.js';
import { runtimeVersion, serverVersion } from '../versions.js';
import { unaryAnswer } from './unary-answer.js';

/** Where a model of the catalogue comes from, for people. */
const ORIGINS = {
  embedded: 'comes with codiscope: small, really trained, for trying things out and for tests',
  user: "in the user's models folder",
  folder: 'a checkpoint folder',
} as const;

/** A depth preset: the decoder layer at this share of the depth. */
function layerAt(share: number, layers: number): number {
  return Math.min(layers - 1, Math.floor(share * layers));
}

function describe({ checkpoint, limits }: RequestContext): GetModelResponse {
  const { architecture: shape, settings } = checkpoint;
  return {
    id: checkpoint.id,
    fingerprint: checkpoint.fingerprint,
    architecture: shape.family,
    layers: shape.layers,
    heads: shape.heads,
    kvHeads: shape.kvHeads,
    headDim: shape.headDim,
    hiddenSize: shape.hiddenSize,
    vocabSize: shape.vocabSize,
    thoughts: settings.thoughts,
    parameters: checkpoint.parameters,
    specialIds: { pad: settings.padId, bot: settings.botId, eot: settings.eotId, eos: settings.eosId },
    presets: {
      early: layerAt(0.25, shape.layers),
      middle: layerAt(0.5, shape.layers),
      late: layerAt(0.875, shape.layers),
    },
    device: 'cpu',
    dtype: checkpoint.precision === 'fp32' ? 'float32' : checkpoint.precision,
    approximate: checkpoint.precision !== 'fp32',
    limits: {
      maxQuestionTokens: limits.maxQuestionTokens,
      maxNewTokens: limits.maxNewTokens,
      maxVariants: limits.maxVariants,
      maxCaptureBytes: limits.maxCaptureBytes,
      maxMessageBytes: limits.maxMessageBytes,
      maxSources: limits.maxSources,
      maxReferenceQuestions: limits.maxReferenceQuestions,
      maxReferenceBytes: limits.maxReferenceBytes,
      maxReferences: limits.maxReferences,
      maxChanges: limits.maxChanges,
    },
    answerPrefix: settings.answerPrefix,
    serverVersion,
    runtimeVersion,
  };
}

/** `codi.v1.ModelService` over the loaded checkpoint. */
export function modelService(context: RequestContext, log: Logger): ModelServiceServer {
  const { checkpoint, limits } = context;
  const answer = unaryAnswer(log);
  return {
    getModel: answer(() => describe(context)),
    listModels: answer(async () => ({
      models: (await listModels()).map(({ id, origin }) => ({
        id,
        description: ORIGINS[origin],
        loaded: id === checkpoint.id,
      })),
    })),
    tokenize: answer(({ text }: { text: string }) => {
      if (text === '')
        throw invalidRequest('BAD_TOKENIZE_REQUEST', [
          { field: 'text', description: 'is empty; give a text' },
        ]);
      if (text.length > 100 * limits.maxQuestionTokens) {
        throw invalidRequest('BAD_TOKENIZE_REQUEST', [
          { field: 'text', description: `has ${text.length} characters; shorten it` },
        ]);
      }
      const ids = checkpoint.tokenizer.encode(text);
      return {
        ids,
        pieces: ids.map((id) => checkpoint.tokenizer.piece(id)),
        unknownWords: checkpoint.tokenizer.unknownWords(text),
      };
    }),
  };
}
