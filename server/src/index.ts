/** The long-lived model server. */
export { CodiServer, type ServerOptions } from './server.js';
export type { EngineOptions } from './engine/engine.js';
export { ServerError, type CanonicalCode, type FieldViolation } from './errors.js';
export { runtimeVersion, serverVersion } from './versions.js';
