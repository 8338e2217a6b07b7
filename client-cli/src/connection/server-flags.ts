import { Flags } from '@oclif/core';
import { DEFAULT_ADDRESS } from '@codiscope/proto';

/** Flags of every command that needs a model. */
export const serverFlags = {
  server: Flags.string({
    description: `server to ask, HOST:PORT (default ${DEFAULT_ADDRESS} if one listens there, else an embedded one)`,
    env: 'CODI_SERVER',
    helpGroup: 'SERVER',
  }),
  model: Flags.string({
    description:
      'model of the embedded server: a name of `codi model list` or a checkpoint folder (default codi-mini)',
    env: 'CODI_MODEL',
    helpGroup: 'SERVER',
  }),
};
