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

/** A field that two JSON values do not agree on; undefined where it is absent. */
interface Difference {
  /** Such as `configuration.layer`. */
  readonly field: string;
  readonly before: unknown;
  readonly after: unknown;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The fields in which two JSON values differ, deepest first named; arrays differ as a whole. */
export function differences(before: unknown, after: unknown, field = ''): Difference[] {
  if (isObject(before) && isObject(after)) {
    const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
    return [...keys].flatMap((key) =>
      differences(before[key], after[key], field === '' ? key : `${field}.${key}`),
    );
  }
  if (before === undefined && after === undefined) return [];
  const equal = before !== undefined && after !== undefined && canonicalJson(before) === canonicalJson(after);
  return equal ? [] : [{ field, before, after }];
}

/** The difference for people: `configuration.layer: 4 there, 5 now`. */
export function differenceText({ field, before, after }: Difference): string {
  const show = (value: unknown): string => (value === undefined ? 'nothing' : canonicalJson(value));
  return `${field}: ${show(before)} there, ${show(after)} now`;
}
