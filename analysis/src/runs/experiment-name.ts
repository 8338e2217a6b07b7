import { AnalysisError } from '../words/errors.js';

/**
 * Names of experiments, such as `ablate`. A digit does not come first: JavaScript would put the name `7` before all
 * others, wherever it stands in `run.json`.
 */
export const EXPERIMENT_NAME = /^[a-z][a-z0-9]*$/;

/** Refuses a name that cannot stand in keys and in `run.json`: `BAD_ARGUMENT`. */
export function checkExperimentName(name: string): void {
  if (EXPERIMENT_NAME.test(name)) return;
  throw new AnalysisError(
    'BAD_ARGUMENT',
    `"${name}" is no name for an experiment; use lower-case letters and digits, a letter first.`,
  );
}

/** The experiment that a journal key belongs to: what stands before its first slash. */
export function experimentOf(key: string): string {
  const [name = ''] = key.split('/', 1);
  return name;
}

/** Refuses keys that do not begin with the experiment's name and a slash: `BAD_ARGUMENT`. */
export function checkKeys(name: string, keys: readonly string[]): void {
  const stranger = keys.find((key) => !key.startsWith(`${name}/`));
  if (stranger === undefined) return;
  throw new AnalysisError(
    'BAD_ARGUMENT',
    `The key ${stranger} is not one of the experiment ${name}; let it begin with "${name}/".`,
  );
}
