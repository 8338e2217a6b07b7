import { CodiError, type GetModelResponse } from '@codiscope/proto';

import { CliError } from '../cli-error.js';
import { ExitCode } from '../exit-codes.js';
import { precisionOf } from './precision.js';
import type { ConnectionFlags } from './server-flags.js';

/** Why nothing can be asked at an address: nobody answers there, or something that is no model server. */
export function explainUnreachable(address: string, error: unknown): CliError {
  if (!/^.+:\d+$/.test(address)) {
    return new CliError(
      'BAD_USAGE',
      ExitCode.usage,
      `--server (CODI_SERVER) is "${address}"; give one HOST:PORT.`,
    );
  }
  const failure = CodiError.fromCall(error);
  const silent = failure.unreachable || failure.codeName === 'DEADLINE_EXCEEDED';
  const fact = silent
    ? `no server answers at ${address}`
    : `what answers at ${address} is no codi server (${failure.codeName}: ${failure.message})`;
  return new CliError(
    'SERVER_UNREACHABLE',
    ExitCode.unreachable,
    `${fact}; start one with \`codi serve\`, or leave --server (CODI_SERVER) out to use an embedded one.`,
    { cause: error },
  );
}

/**
 * Refuses a server that does not serve what is asked for: by --model, a name or a folder with the very same weights;
 * by --precision.
 */
export async function requireServedModel(
  address: string,
  served: Pick<GetModelResponse, 'id' | 'fingerprint' | 'dtype'>,
  { model: wanted, precision }: Omit<ConnectionFlags, 'server'>,
): Promise<void> {
  const { id, fingerprint, dtype } = served;
  if (precision !== undefined && precisionOf(dtype) !== precision) {
    throw new CliError(
      'OTHER_PRECISION',
      ExitCode.usage,
      `the server ${address} serves ${id} in ${dtype}, not ${precision}; leave out --precision, or --server (CODI_SERVER) to use an embedded one.`,
    );
  }
  if (!wanted || wanted === id) return;
  const { checkpointFingerprint, resolveModel } = await import('@codiscope/models');
  // What is unknown here may be known there, but it is not what is served.
  const here = await resolveModel(wanted).catch(() => null);
  if (here && (await checkpointFingerprint(here.directory, precisionOf(dtype))) === fingerprint) return;
  throw new CliError(
    'OTHER_MODEL',
    ExitCode.usage,
    `the server ${address} serves ${id}, not ${wanted}; leave out --model (CODI_MODEL), or --server (CODI_SERVER) to use an embedded one.`,
  );
}
