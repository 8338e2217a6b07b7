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

/** Violations that a refusal names. They travel in HTTP/2 trailers, of which clients take 8 KiB only. */
const NAMED_VIOLATIONS = 8;

/** Characters of one violation's description; what a client sent may be quoted in it. */
const DESCRIPTION_LENGTH = 240;

/** A refused request: the message is made of the violations. */
export function invalidRequest(reason: string, violations: readonly FieldViolation[]): ServerError {
  const named = violations
    .slice(0, NAMED_VIOLATIONS)
    .map(({ field, description }) => ({ field, description: clipped(description) }));
  const sentences = named.map(({ field, description }) => `${field}: ${description}`);
  const more = violations.length - named.length;
  if (more > 0) sentences.push(`and ${more} more fields`);
  return new ServerError('INVALID_ARGUMENT', reason, sentences.join('; '), { violations: named });
}

/** A text that may be long, with its middle left out: the remedy stands at its end. */
function clipped(text: string): string {
  if (text.length <= DESCRIPTION_LENGTH) return text;
  const half = DESCRIPTION_LENGTH / 2;
  return `${text.slice(0, half)} ... ${text.slice(-half)}`;
}
