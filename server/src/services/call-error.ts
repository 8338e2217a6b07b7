import { Metadata, status, type StatusObject } from '@grpc/grpc-js';
import { DETAILS_KEY, packStatus, Status } from '@codiscope/proto';
import type { Logger } from 'pino';

import { ServerError } from '../errors.js';

/** Whatever a handler threw, as google.rpc.Status. What is not ours is logged, and told without its details. */
export function toStatus(error: unknown, log: Logger): Status {
  if (error instanceof ServerError) {
    const { status: code, message, reason, violations } = error;
    return packStatus({ code, message, reason, violations });
  }
  log.error({ err: error }, 'unexpected error in a call');
  const message = 'the server made a mistake; its log has the details';
  return packStatus({ code: status.INTERNAL, message, reason: 'UNEXPECTED', violations: [] });
}

/** The same as the status that ends a call. */
export function toCallStatus(error: unknown, log: Logger): StatusObject {
  const packed = toStatus(error, log);
  const metadata = new Metadata();
  metadata.set(DETAILS_KEY, Buffer.from(Status.encode(packed).finish()));
  // eslint-disable-next-line @typescript-eslint/no-unsafe-enum-assignment -- google.rpc.Status has the same numbers.
  return { code: packed.code, details: packed.message, metadata };
}
