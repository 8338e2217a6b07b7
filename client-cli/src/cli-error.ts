import type { ExitCode } from './exit-codes.js';

/** An error of the command line itself; its message ends with the remedy. */
export class CliError extends Error {
  override readonly name = 'CliError';

  constructor(
    /** A stable reason for programs. */
    readonly code:
      | 'BAD_USAGE'
      | 'SERVER_UNREACHABLE'
      | 'OTHER_MODEL'
      | 'OTHER_PRECISION'
      | 'COMMAND_LINE_TOO_LONG'
      | 'NOTHING_ANSWERED',
    readonly exit: (typeof ExitCode)[keyof typeof ExitCode],
    message: string,
    options?: { cause?: unknown },
  ) {
    super(message, options);
  }
}
