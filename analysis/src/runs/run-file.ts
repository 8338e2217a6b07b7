import { readFile } from 'node:fs/promises';

import { AnalysisError } from '../words/errors.js';
import { writeFileAtomically } from './atomic-write.js';
import { fileJson } from './json-text.js';
import { runFileSchema } from './manifest.js';
import type { RunFile } from './manifest.js';

/**
 * Reads a `run.json`; null when there is none.
 *
 * @throws AnalysisError `BAD_RUN_FOLDER` when it cannot be read or is not of this version's form.
 */
export async function readRunFile(path: string): Promise<RunFile | null> {
  try {
    return runFileSchema.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return null;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new AnalysisError(
      'BAD_RUN_FOLDER',
      `${path} is not a run's record of this version (${reason}); put the right file back, or choose another name.`,
      { cause },
    );
  }
}

/**
 * Writes a `run.json`, whole or not at all.
 *
 * @throws AnalysisError `UNWRITABLE`.
 */
export async function writeRunFile(path: string, file: RunFile): Promise<void> {
  await writeFileAtomically(path, fileJson(file));
}
