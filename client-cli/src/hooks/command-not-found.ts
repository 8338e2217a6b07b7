import { Errors, type Hook } from '@oclif/core';

import { ExitCode } from '../exit-codes.js';
import { nearest } from '../terminal/nearest.js';

/** Says which command was probably meant, in the form that every other failure has. */
const commandNotFound: Hook<'command_not_found'> = function ({ id, argv, config }) {
  const spoken = (commandId: string): string => commandId.replaceAll(':', ' ');
  const known = config.commandIDs.map(spoken);
  // `codi mdoel list` comes as one id, `codi foo bar` as an id and an argument.
  const near = nearest(spoken(id), known);
  const meant = near === null ? 'see codi --help' : `did you mean "codi ${near}"? See codi --help`;
  const message = `there is no command "${spoken(id)}"; ${meant}`;
  const failure = { error: { code: 'BAD_USAGE', message, exit: ExitCode.usage } };
  if (argv?.includes('--json')) process.stdout.write(`${JSON.stringify(failure, null, 2)}\n`);
  else process.stderr.write(`codi: ${message}\n`);
  // oclif ends with this code and prints nothing more.
  return Promise.reject(new Errors.ExitError(ExitCode.usage));
};

export default commandNotFound;
