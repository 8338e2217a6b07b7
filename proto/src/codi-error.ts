import { status, type ServiceError } from '@grpc/grpc-js';

import { Status } from './gen/google/rpc/status.js';
import { DETAILS_KEY, unpackStatus, type ErrorFacts } from './rich-status.js';

/** A failed call or a request's error inside a stream. */
export class CodiError extends Error implements ErrorFacts {
  override readonly name = 'CodiError';
  readonly code: number;
  readonly reason: string;
  readonly violations: ErrorFacts['violations'];

  constructor(facts: ErrorFacts, options?: { cause?: unknown }) {
    super(facts.message, options);
    this.code = facts.code;
    this.reason = facts.reason;
    this.violations = facts.violations;
  }

  /** The code's name, such as "INVALID_ARGUMENT". */
  get codeName(): string {
    return status[this.code] ?? String(this.code);
  }

  /** Whether nobody answered at the address. */
  get unreachable(): boolean {
    return this.code === (status.UNAVAILABLE as number);
  }

  /** The error of a result in a stream. */
  static fromStatus(message: Status): CodiError {
    return new CodiError(unpackStatus(message));
  }

  /** Whatever a call failed with, with the server's details where it sent some. */
  static fromCall(error: unknown): CodiError {
    if (error instanceof CodiError) return error;
    const { code = status.UNKNOWN, details = String(error), metadata } = error as Partial<ServiceError>;
    const packed = metadata?.get(DETAILS_KEY)[0];
    const facts = packed instanceof Buffer ? unpackStatus(Status.decode(packed)) : null;
    return new CodiError(facts ?? { code, message: details, reason: '', violations: [] }, { cause: error });
  }
}
