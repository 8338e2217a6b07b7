import type { AnalysisError } from '@codiscope/analysis';
import type { CodiError } from '@codiscope/proto';

import { CliError } from './cli-error.js';
import { ExitCode } from './exit-codes.js';

/** What a command ends with when something went wrong. */
export interface Failure {
  /** A stable reason for programs. */
  readonly code: string;
  readonly message: string;
  readonly exit: number;
}

/** Exit codes of the analysis package's errors where they are not `failed`. */
const ANALYSIS_EXITS: Partial<Record<AnalysisError['code'], number>> = {
  BAD_ARGUMENT: ExitCode.usage,
  CONTROL_FAILED: ExitCode.invalidResult,
};

/** What Node says when a file or a package of the installation is missing. */
const NOT_FOUND = new Set(['MODULE_NOT_FOUND', 'ERR_MODULE_NOT_FOUND']);

/** The only place where an error of any package becomes an exit code and a line for people. */
export function failureOf(error: unknown): Failure {
  if (error instanceof CliError)
    return { code: error.code, message: oneLine(error.message), exit: error.exit };
  if (isCodiError(error)) {
    const { unreachable, reason, codeName, message } = error;
    return { code: reason || codeName, message, exit: unreachable ? ExitCode.unreachable : ExitCode.failed };
  }
  if (isAnalysisError(error)) {
    const { code, message, setting, remedies } = error;
    // The analysis package speaks of settings; here each has a flag of its name.
    const told = setting === null ? message : `${flagOf(setting)}${message.slice(setting.length)}`;
    const help = remedies.length === 0 ? '' : ` (${remedies.map(flagOf).join(', ')})`;
    return {
      code,
      message: told.replace(/\.?$/, (end) => `${help}${end}`),
      exit: ANALYSIS_EXITS[code] ?? ExitCode.failed,
    };
  }
  if (!(error instanceof Error)) return { code: 'UNKNOWN', message: String(error), exit: ExitCode.failed };
  const { oclif, code, reason } = error as { oclif?: { exit?: number }; code?: unknown; reason?: unknown };
  // oclif's own errors are all about flags and arguments.
  if (oclif)
    return { code: 'BAD_USAGE', message: oneLine(error.message), exit: oclif.exit ?? ExitCode.usage };
  const named = [reason, code].find((each) => typeof each === 'string');
  if (named !== undefined && NOT_FOUND.has(named)) {
    const message = `${oneLine(error.message)}; install codiscope again (\`npm ci\`)`;
    return { code: named, message, exit: ExitCode.failed };
  }
  return { code: named ?? error.name, message: error.message, exit: ExitCode.failed };
}

// Errors are known by their fixed names: a class would load its whole package before a wrong flag is told.

function isCodiError(error: unknown): error is CodiError {
  return error instanceof Error && error.name === 'CodiError';
}

function isAnalysisError(error: unknown): error is AnalysisError {
  return error instanceof Error && error.name === 'AnalysisError';
}

/** The flag of a setting: `--fit-from` of `fitFrom`. */
function flagOf(setting: string): string {
  return `--${setting.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/** oclif spreads its messages over several lines, and Node adds a stack of files. */
function oneLine(message: string): string {
  return message
    .replace(/\n *Require stack:\n[^]*$/i, '')
    .replace(/^Parsing (--\S+)\s*\n\s*/, '$1: ')
    .replace(/^The following errors? occurred:\s*\n\s*/, '')
    .replace(/\s*\n\s*See more help with --help$/, '; see --help')
    .replace(/\s*\n\s*/g, ' ');
}
