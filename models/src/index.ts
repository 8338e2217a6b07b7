export type {
  Architecture,
  CodiSettings,
  FamilyName,
  Gpt2Architecture,
  LlamaArchitecture,
  Projection,
  RopeScaling,
} from './architecture.js';
export { embeddedModelId, listModels, resolveModel, userModelsFolder } from './catalogue.js';
export type { ModelEntry } from './catalogue.js';
export { checkpointFingerprint, openCheckpoint, weightsFileNames } from './checkpoint/checkpoint.js';
export type { Checkpoint, OpenOptions } from './checkpoint/checkpoint.js';
export type { CodiArguments } from './checkpoint/codi-arguments.js';
export { ModelError } from './errors.js';
export type { ModelErrorCode } from './errors.js';
export { isFamilyName } from './families/families.js';
export * from './graph/index.js';
export { importCheckpoint } from './import/import-checkpoint.js';
export type { Imported, ImportOptions } from './import/import-checkpoint.js';
export { PRECISIONS, type Precision } from './precision.js';
export { CodiTokenizer } from './tokenizer.js';
export { removeAbandoned, unfinishedName } from './unfinished.js';
export { defaultCacheDir, defaultDataDir } from './user-folders.js';
export { writeSafetensors } from './weights/safetensors-writer.js';
export { WeightsFile } from './weights/weights-file.js';
export type { QuantisedWeight, WeightLocation } from './weights/weight-location.js';
export type { StoredDtype, StoredTensor } from './weights/stored-tensor.js';
