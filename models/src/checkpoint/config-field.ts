import { ModelError } from '../errors.js';
import type { JsonFile } from '../json-file.js';

/** The largest models have some 130; all tensors of all layers are listed before a weights file is opened. */
export const mostLayers = 1024;

/** Refuses a configuration whose field (or what stands for it when it is absent) is not the supported value. */
export function requireValue(config: JsonFile, field: string, otherwise: unknown, supported: unknown): void {
  const value = config.content[field] ?? otherwise;
  if (value !== supported) throw unsupported(config, field, value, String(supported));
}

/** The error of a field whose value is not supported. */
export function unsupported(config: JsonFile, field: string, found: unknown, supported: string): ModelError {
  const fact = `${config.path}: ${field} is ${JSON.stringify(found)}`;
  return new ModelError('UNSUPPORTED', `${fact}; supported: ${supported}`);
}
