/** The codi.v1 contract for TypeScript: messages, tensor codec, errors and a thin client. */
export * from './gen/codi/v1/tensor.js';
export * from './gen/codi/v1/intervention.js';
export * from './gen/codi/v1/capture.js';
export * from './gen/codi/v1/rollout.js';
export * from './gen/codi/v1/model.js';
export * from './gen/codi/v1/reference.js';
export { Status } from './gen/google/rpc/status.js';
export { BadRequest, ErrorInfo } from './gen/google/rpc/error_details.js';
export { decodeTensor, encodeTensor, type FloatArray } from './tensor-codec.js';
export { packStatus, unpackStatus, DETAILS_KEY, ERROR_DOMAIN, type ErrorFacts } from './rich-status.js';
export { CodiError } from './codi-error.js';
export type {
  CaptureInit,
  FitReferenceRequestInit,
  InterventionInit,
  KnockoutInit,
  RolloutRequestInit,
  VariantInit,
} from './init.js';
export { CodiClient, type CallOptions, type ClientOptions } from './client.js';
export { MAX_MESSAGE_BYTES, DEFAULT_ADDRESS } from './defaults.js';
export { descriptorSetFile, standardProtoFolder } from './files.js';
