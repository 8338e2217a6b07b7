import type { Precision } from '@codiscope/models';
import { Flags } from '@oclif/core';

import { precisionFlag } from './precision.js';

/** Flags of every command that needs a model. */
export const serverFlags = {
  server: Flags.string({
    // The address is the contract's DEFAULT_ADDRESS; importing it would load gRPC for every --help.
    description:
      'server to ask, HOST:PORT (default 127.0.0.1:50051 if one listens there, else an embedded one)',
    env: 'CODI_SERVER',
    helpGroup: 'SERVER',
  }),
  model: Flags.string({
    description:
      'model of the embedded server: a name of `codi model list` or a checkpoint folder (default codi-mini)',
    env: 'CODI_MODEL',
    helpGroup: 'SERVER',
  }),
  precision: precisionFlag({
    description:
      'precision of the embedded server: int8 takes a third of the memory, and all results are marked approximate (default fp32)',
    helpGroup: 'SERVER',
  }),
};

/** What they say: where the answers come from. */
export interface ConnectionFlags {
  readonly server?: string | undefined;
  readonly model?: string | undefined;
  readonly precision?: Precision | undefined;
}
