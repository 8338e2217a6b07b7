import type { z } from 'zod';

import { AnalysisError } from '../../words/errors.js';

/** Where a record stands. */
export interface RecordPlace {
  readonly path: string;
  /** Counted from 1. */
  readonly line: number;
}

/** The error of one record: file, line, field, what is wrong, and the remedy. */
export function recordError(place: RecordPlace, field: string, fact: string, remedy: string): AnalysisError {
  return new AnalysisError(
    'BAD_DATASET',
    `${place.path}, line ${place.line}, field "${field}": ${fact}; ${remedy}.`,
  );
}

/** The record as the schema wants it; the first thing that is wrong becomes an error with its place. */
export function checkRecord<T>(place: RecordPlace, schema: z.ZodType<T>, value: unknown, form: string): T {
  const checked = schema.safeParse(value);
  if (checked.success) return checked.data;
  const [issue] = checked.error.issues;
  const field = issue === undefined || issue.path.length === 0 ? '(the whole line)' : issue.path.join('.');
  throw recordError(place, field, issue?.message ?? 'wrong', `correct it: the file reads as ${form}`);
}
