import type { z } from 'zod';

import { AnalysisError } from '../words/errors.js';

/**
 * A value of the caller's in the form that files have.
 *
 * @param what it is called in the message, such as `manifest`.
 * @throws AnalysisError `BAD_ARGUMENT` naming the field.
 */
export function checkArgument<T>(schema: z.ZodType<T>, value: unknown, what: string): T {
  const checked = schema.safeParse(value);
  if (checked.success) return checked.data;
  const [issue] = checked.error.issues;
  const field = [what, ...(issue?.path ?? [])].join('.');
  throw new AnalysisError(
    'BAD_ARGUMENT',
    `The run's ${field} is wrong (${issue?.message ?? ''}); give what its type asks for.`,
    { cause: checked.error },
  );
}
