import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { z } from 'zod';

import { AnalysisError } from '../words/errors.js';
import { entryAt } from '../words/required.js';
import { isPartialFile, writeError } from './atomic-write.js';
import type { RunFile } from './manifest.js';
import { readRunFile } from './run-file.js';

/** The places of a run folder, `runs/<name>/`. */
export interface RunPaths {
  readonly folder: string;
  readonly lock: string;
  readonly run: string;
  readonly results: string;
  readonly figures: string;
  readonly journal: string;
  readonly report: string;
}

/** Where everything is in a run folder. */
export function runPaths(folder: string): RunPaths {
  return {
    folder,
    lock: join(folder, '.lock'),
    run: join(folder, 'run.json'),
    results: join(folder, 'results'),
    figures: join(folder, 'figures'),
    journal: join(folder, 'results', 'rollouts.jsonl'),
    report: join(folder, 'report.html'),
  };
}

/** What a run that died before it wrote `run.json` may have left. */
function isLeftover(name: string): boolean {
  return name === '.lock' || isPartialFile(name);
}

/**
 * Makes the run folder itself, and refuses one that holds something else.
 *
 * @throws AnalysisError `UNWRITABLE`, or `BAD_RUN_FOLDER` when there are files but no `run.json`.
 */
export async function makeRunFolder({ folder }: RunPaths): Promise<void> {
  let names: string[];
  try {
    await mkdir(folder, { recursive: true });
    names = await readdir(folder);
  } catch (error) {
    throw writeError(folder, error);
  }
  if (names.includes('run.json') || names.every(isLeftover)) return;
  throw new AnalysisError(
    'BAD_RUN_FOLDER',
    `${folder} holds files but no run.json, so it is no run folder; choose another name.`,
  );
}

/**
 * Makes the folders inside, tries that each can be written, and removes half-written files of a process that was
 * killed. Needs the lock.
 *
 * @throws AnalysisError `UNWRITABLE`.
 */
export async function tidyRunFolder({ folder, results, figures }: RunPaths): Promise<void> {
  for (const path of [folder, results, figures]) {
    try {
      await mkdir(path, { recursive: true });
      await writeFile(join(path, `.trial.${process.pid}.partial`), '');
      for (const name of await readdir(path)) if (isPartialFile(name)) await rm(join(path, name));
    } catch (error) {
      throw writeError(path, error);
    }
  }
}

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
  const issue = entryAt(checked.error.issues, 0, 'What is wrong');
  throw new AnalysisError(
    'BAD_RESULTS',
    `${path}, field "${issue.path.join('.')}": ${issue.message}; write it anew with this version.`,
    { cause: checked.error },
  );
}
