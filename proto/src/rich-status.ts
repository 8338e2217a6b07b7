import { BadRequest, ErrorInfo } from './gen/google/rpc/error_details.js';
import type { Status } from './gen/google/rpc/status.js';

/** The trailer in which gRPC carries a google.rpc.Status. */
export const DETAILS_KEY = 'grpc-status-details-bin';

/** ErrorInfo.domain of every error of this project. */
export const ERROR_DOMAIN = 'codiscope';

/** What an error says, on either side of the wire. */
export interface ErrorFacts {
  /** A canonical gRPC code. */
  readonly code: number;
  readonly message: string;
  /** UPPER_SNAKE_CASE; empty when the sender gave none. */
  readonly reason: string;
  readonly violations: readonly { readonly field: string; readonly description: string }[];
}

const ERROR_INFO = 'type.googleapis.com/google.rpc.ErrorInfo';
const BAD_REQUEST = 'type.googleapis.com/google.rpc.BadRequest';

/** Facts as google.rpc.Status with ErrorInfo and, when fields are wrong, BadRequest. */
export function packStatus({ code, message, reason, violations }: ErrorFacts): Status {
  const info = ErrorInfo.encode({ reason, domain: ERROR_DOMAIN, metadata: {} }).finish();
  const details = [{ typeUrl: ERROR_INFO, value: Buffer.from(info) }];
  if (violations.length > 0) {
    const value = BadRequest.encode({
      fieldViolations: violations.map((violation) => ({ ...violation })),
    }).finish();
    details.push({ typeUrl: BAD_REQUEST, value: Buffer.from(value) });
  }
  return { code, message, details };
}

/** The facts in a google.rpc.Status; details of unknown types are passed over. */
export function unpackStatus({ code, message, details }: Status): ErrorFacts {
  let reason = '';
  const violations: { field: string; description: string }[] = [];
  for (const { typeUrl, value } of details) {
    if (typeUrl === ERROR_INFO) reason = ErrorInfo.decode(value).reason;
    if (typeUrl === BAD_REQUEST) violations.push(...BadRequest.decode(value).fieldViolations);
  }
  return { code, message, reason, violations };
}
