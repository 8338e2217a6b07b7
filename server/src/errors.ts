import { status } from '@grpc/grpc-js';

/** The canonical codes that this server gives, by name. */
export type CanonicalCode =
  | 'INVALID_ARGUMENT'
  | 'NOT_FOUND'
  | 'FAILED_PRECONDITION'
  | 'RESOURCE_EXHAUSTED'
  | 'UNAVAILABLE'
  | 'CANCELLED'
  | 'DEADLINE_EXCEEDED'
  | 'INTERNAL';

/** One wrong field of a request: its path, and what is wrong and would be right. */
export interface FieldViolation {
  readonly field: string;
  readonly description: string;
}

/** An error of the server: a canonical code, a stable reason, and a message that ends with the remedy. */
export class ServerError extends Error {
  override readonly name = 'ServerError';
  /** Which fields are wrong; empty unless the request is. */
  readonly violations: readonly FieldViolation[];

  constructor(
    readonly code: CanonicalCode,
    /** UPPER_SNAKE_CASE, for programs. */
    readonly reason: string,
    message: string,
    options: { cause?: unknown; violations?: readonly FieldViolation[] } = {},
  ) {
    super(message, { cause: options.cause });
    this.violations = options.violations ?? [];
  }

  /** The code's number on the wire. */
  get status(): status {
    return status[this.code];
  }
}

/** A refused request: the message is made of the violations. */
export function invalidRequest(reason: string, violations: readonly FieldViolation[]): ServerError {
  const message = violations.map(({ field, description }) => `${field}: ${description}`).join('; ');
  return new ServerError('INVALID_ARGUMENT', reason, message, { violations });
}
