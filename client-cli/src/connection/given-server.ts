import { CodiError, type GetModelResponse } from '@codiscope/proto';

import { CliError } from '../cli-error.js';
import { ExitCode } from '../exit-codes.js';

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

/** Refuses a server that does not serve what --model asks for: a name, or a folder with the very same weights. */
export async function requireServedModel(
  address: string,
  { id: served, fingerprint }: Pick<GetModelResponse, 'id' | 'fingerprint'>,
  wanted: string | undefined,
): Promise<void> {
  if (!wanted || wanted === served) return;
  const { checkpointFingerprint, resolveModel } = await import('@codiscope/models');
  // What is unknown here may be known there, but it is not what is served.
  const here = await resolveModel(wanted).catch(() => null);
  if (here && (await checkpointFingerprint(here.directory)) === fingerprint) return;
  throw new CliError(
    'OTHER_MODEL',
    ExitCode.usage,
    `the server ${address} serves ${served}, not ${wanted}; leave out --model (CODI_MODEL), or --server (CODI_SERVER) to use an embedded one.`,
  );
}
