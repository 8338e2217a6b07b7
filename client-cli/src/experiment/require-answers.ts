import { CliError } from '../cli-error.js';
import { ExitCode } from '../exit-codes.js';

/** A run in which the server refused every problem has no results. */
export function requireAnswers(
  answered: readonly unknown[],
  refused: readonly { readonly reason: string }[],
): void {
  if (answered.length > 0) return;
  throw new CliError(
    'NOTHING_ANSWERED',
    ExitCode.failed,
    `the server refused every problem, the first because: ${refused[0]?.reason ?? 'no reason'}; choose problems that the model takes, and another name with --run.`,
  );
}
