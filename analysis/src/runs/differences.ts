import { canonicalJson } from './json-text.js';

/** A field that two JSON values do not agree on; undefined where it is absent. */
export interface Difference {
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
