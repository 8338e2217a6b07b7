import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { z } from 'zod';

import { AnalysisError } from '../words/errors.js';
import type { RunFile } from './manifest.js';
import { readRunFile } from './run-file.js';
import { runPaths } from './run-folder.js';

/**
 * The record of a run, finished or not.
 *
 * @throws AnalysisError `BAD_RUN_FOLDER` when the folder holds none.
 */
export async function readRun(directory: string): Promise<RunFile> {
  const file = await readRunFile(runPaths(directory).run);
  if (file) return file;
  throw new AnalysisError('BAD_RUN_FOLDER', `${directory} has no run.json; give the folder of a run.`);
}

/**
 * A result file of a run, checked against its schema.
 *
 * @throws AnalysisError `BAD_RESULTS` when it is missing, no JSON or of another form; the message names the field.
 */
export async function readResult<T>(directory: string, name: string, schema: z.ZodType<T>): Promise<T> {
  const path = join(runPaths(directory).results, name);
  let value: unknown;
  try {
    value = JSON.parse(await readFile(path, 'utf8'));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new AnalysisError(
      'BAD_RESULTS',
      `${path} cannot be read (${reason}); run the experiment that writes it first.`,
      { cause },
    );
  }
  const checked = schema.safeParse(value);
  if (checked.success) return checked.data;
  const [issue] = checked.error.issues;
  throw new AnalysisError(
    'BAD_RESULTS',
    `${path}, field "${issue?.path.join('.') ?? ''}": ${issue?.message ?? 'wrong'}; write it anew with this version.`,
    { cause: checked.error },
  );
}
