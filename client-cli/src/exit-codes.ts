/** What the exit codes of `codi` mean. */
export const ExitCode = {
  done: 0,
  failed: 1,
  usage: 2,
  unreachable: 3,
  /** A control failed: the numbers are there, but must not be believed. */
  invalidResult: 4,
  interrupted: 130,
} as const;
