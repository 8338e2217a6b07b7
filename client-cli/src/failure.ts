import { AnalysisError } from '@codiscope/analysis';
import { CodiError } from '@codiscope/proto';

import { ExitCode } from './exit-codes.js';

/** What a command ends with when something went wrong. */
export interface Failure {
  readonly exit: number;
  /** A stable reason for programs. */
  readonly code: string;
  readonly message: string;
}

/** The only place where an error of any package becomes an exit code and a line for people. */
export function failureOf(error: unknown): Failure {
  if (error instanceof CodiError) {
    const exit = error.unreachable ? ExitCode.unreachable : ExitCode.failed;
    return { exit, code: error.reason || error.codeName, message: error.message };
  }
  if (error instanceof AnalysisError) {
    const exits: Partial<Record<AnalysisError['code'], number>> = {
      BAD_ARGUMENT: ExitCode.usage,
      CONTROL_FAILED: ExitCode.invalidResult,
    };
    return { exit: exits[error.code] ?? ExitCode.failed, code: error.code, message: error.message };
  }
  if (error instanceof Error) {
    const { oclif, code } = error as { oclif?: { exit?: number }; code?: unknown };
    return {
      exit: oclif?.exit ?? ExitCode.failed,
      code: typeof code === 'string' ? code : error.name,
      message: error.message,
    };
  }
  return { exit: ExitCode.failed, code: 'UNKNOWN', message: String(error) };
}
