import { createHash } from 'node:crypto';

import { AnalysisError } from '../words/errors.js';

/** Whatever JSON can hold. */
export type JsonValue =
  string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue };

/** Refuses what `JSON.stringify` would turn into null or leave out without a word. */
function refuseLoss(key: string, value: unknown): unknown {
  if (typeof value === 'number' && !Number.isFinite(value)) {
    throw new AnalysisError(
      'BAD_ARGUMENT',
      `The value of "${key}" is ${value}, which JSON cannot hold; write null and say why it is undefined.`,
    );
  }
  return value;
}

/** A JSON value with the keys of every object in code-unit order. */
function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, entry]) => [key, sortKeys(entry)]));
}

/** One line of JSON, keys in the value's own order. */
export function lineJson(value: unknown): string {
  return JSON.stringify(value, refuseLoss);
}

/** JSON as result files hold it: two spaces, keys in the value's own order, a newline at the end. */
export function fileJson(value: unknown): string {
  return `${JSON.stringify(value, refuseLoss, 2)}\n`;
}

/** One line of JSON with sorted keys: the same for equal values, however they were made. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(sortKeys(JSON.parse(lineJson(value))));
}

/** SHA-256 of the canonical JSON, in hexadecimal: the key of a request, of a run. */
export function contentHash(value: unknown): string {
  return createHash('sha256').update(canonicalJson(value)).digest('hex');
}
