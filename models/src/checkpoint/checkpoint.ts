import { basename, join, resolve } from 'node:path';
import type { Architecture, CodiSettings, Projection } from '../architecture.js';
import { ModelError } from '../errors.js';
import { FAMILIES } from '../families/families.js';
import { JsonFile } from '../json-file.js';
import type { Precision } from '../precision.js';
import { CodiTokenizer } from '../tokenizer.js';
import { defaultCacheDir } from '../user-folders.js';
import { valuesIn } from '../weights/stored-tensor.js';
import type { PlacedWeights } from '../weights/weight-location.js';
import { readCodiArguments } from './codi-arguments.js';
import type { CodiArguments } from './codi-arguments.js';
import { decoderTensors } from './decoder-tensors.js';
import { readEosId } from './eos-id.js';
import { fingerprint, precisionFingerprint } from './fingerprint.js';
import { configVocabSize, readArchitecture } from './model-config.js';
import { findModelFolder, isFile } from './model-folder.js';
import { planTensors } from './tensor-plan.js';
import type { TensorPlan } from './tensor-plan.js';
import { placeWeights } from './weight-placement.js';
import { openWeights } from './weights-source.js';
import type { WeightsSource } from './weights-source.js';

/** A CODI checkpoint that is ready to be run: checked, adapters merged, all weights float32 in one file. */
export interface Checkpoint extends PlacedWeights {
  /** The folder's name. */
  id: string;
  /** Absolute path of the folder. */
  directory: string;
  /** SHA-256 (hex) of everything that decides what the model computes, its precision included. */
  fingerprint: string;
  /** How the large matrices are kept. */
  precision: Precision;
  architecture: Architecture;
  projection: Projection;
  settings: CodiSettings;
  /** Number of parameters, a tied matrix counted once. */
  parameters: number;
  tokenizer: CodiTokenizer;
}

export const weightsFileNames = ['model.safetensors', 'pytorch_model.bin'] as const;

export interface OpenOptions {
  /** Folder of the base model's config.json and tokenizer; default: the checkpoint's folder or `base` in it. */
  base?: string;
  /** Which weights to read; default: model.safetensors if it is there. */
  weights?: (typeof weightsFileNames)[number];
  /** Where merged and quantised weights are kept; default: `defaultCacheDir()`. */
  cacheDir?: string;
  /** Default: fp32. */
  precision?: Precision;
  /** Take precedence over codi_args.json and codi_config.json. */
  arguments?: Partial<CodiArguments>;
  signal?: AbortSignal;
}

/** A checkpoint folder that has been read and checked, its weights not yet touched. Close `file` when done. */
export interface ReadCheckpoint {
  checkpoint: Omit<Checkpoint, keyof PlacedWeights | 'precision'>;
  /** The folder of config.json and the tokenizer. */
  modelFolder: string;
  codi: CodiArguments;
  file: WeightsSource;
  plan: TensorPlan;
}

/**
 * Reads everything of a checkpoint folder but the values of its weights, and checks that all parts fit.
 * @throws ModelError with any of its codes but BAD_VALUES; the signal's reason when aborted
 */
export async function readCheckpoint(directory: string, options: OpenOptions): Promise<ReadCheckpoint> {
  const folder = resolve(directory);
  const modelFolder = await findModelFolder(folder, options.base);
  const config = await JsonFile.read(join(modelFolder, 'config.json'));
  const codi = await readCodiArguments(folder, options.arguments ?? {}, configVocabSize(config));
  const architecture = readArchitecture(config, codi.padId);
  checkRoom(config.path, codi.thoughts, architecture.maxPositions);
  const projection = { dim: codi.projectionDim, layerNorm: codi.projectionLayerNorm, layerNormEps: 1e-5 };
  const tokenizer = await CodiTokenizer.open(modelFolder, architecture.vocabSize);
  const eosId = await readEosId(modelFolder, config, tokenizer);
  const tensors = decoderTensors(architecture, projection);
  const file = await openWeights(await findWeights(folder, options.weights), modelFolder);
  try {
    const plan = planTensors(file, tensors, FAMILIES[architecture.family].embedding, codi);
    const files = [...file.paths, config.path, join(modelFolder, 'tokenizer.json')];
    const print = await fingerprint({ files, settings: { ...codi, eosId } }, options.signal);
    const { thoughts, padId, botId, eotId, removeEos, answerPrefix } = codi;
    const checkpoint = {
      id: basename(folder),
      directory: folder,
      fingerprint: print,
      architecture,
      projection,
      settings: { thoughts, padId, botId, eotId, eosId, removeEos, answerPrefix },
      parameters: [...tensors.values()].reduce((sum, { shape }) => sum + valuesIn(shape), 0),
      tokenizer,
    };
    return { checkpoint, modelFolder, codi, file, plan };
  } catch (error) {
    await file.close();
    throw error;
  }
}

/** The question and its answer need positions too. */
function checkRoom(path: string, thoughts: number, positions: number): void {
  if (2 * thoughts <= positions) return;
  const fact = `${path} gives the model ${positions} positions, and num_latent ${thoughts} takes more than half`;
  throw new ModelError('BAD_CONFIG', `${fact}; take the config.json of the right base model`);
}

/** The fingerprint of a checkpoint folder; nothing is merged or quantised. Throws as `readCheckpoint`. */
export async function checkpointFingerprint(
  directory: string,
  precision: Precision = 'fp32',
): Promise<string> {
  const { checkpoint, file } = await readCheckpoint(directory, {});
  await file.close();
  return precisionFingerprint(checkpoint.fingerprint, precision);
}

/**
 * Opens a checkpoint folder as the official code writes it (or one without adapters). The first time, all weights
 * are read and checked, and merged or quantised into the cache as needed.
 * @throws ModelError with any of its codes; the signal's reason when aborted
 */
export async function openCheckpoint(directory: string, options: OpenOptions = {}): Promise<Checkpoint> {
  const { checkpoint, codi, file, plan } = await readCheckpoint(directory, options);
  try {
    const { precision = 'fp32' } = options;
    const placed = await placeWeights(file, plan, precision, {
      cacheDir: resolve(options.cacheDir ?? defaultCacheDir()),
      fingerprint: checkpoint.fingerprint,
      loraRank: codi.loraRank,
      loraAlpha: codi.loraAlpha,
      signal: options.signal,
    });
    const print = precisionFingerprint(checkpoint.fingerprint, precision);
    return { ...checkpoint, ...placed, precision, fingerprint: print };
  } finally {
    await file.close();
  }
}

async function findWeights(folder: string, wanted: OpenOptions['weights']): Promise<string> {
  for (const name of wanted ? [wanted] : weightsFileNames) {
    if (await isFile(join(folder, name))) return join(folder, name);
  }
  const names = wanted ?? weightsFileNames.join(' or ');
  throw new ModelError('MISSING_FILE', `${folder} holds no ${names}; put the checkpoint's weights there`);
}
