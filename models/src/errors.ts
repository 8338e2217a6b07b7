import { printableMessage } from './printable-message.js';

/** What went wrong, for programs. The message says the same to people. */
export type ModelErrorCode =
  /** There is no such model or folder. */
  | 'NOT_FOUND'
  /** The folder is there, a file that belongs in it is not. */
  | 'MISSING_FILE'
  /** A file is damaged or is not what its name says. */
  | 'BAD_FILE'
  /** A file holds what no honest writer puts there; nothing in it was executed. */
  | 'HOSTILE_FILE'
  /** The file is sound, but this package cannot run what it describes. */
  | 'UNSUPPORTED'
  /** A configuration file contradicts itself, another file or the weights. */
  | 'BAD_CONFIG'
  /** The weights lack a tensor that the configuration asks for. */
  | 'MISSING_TENSOR'
  /** The weights hold a tensor that nothing asks for. */
  | 'UNEXPECTED_TENSOR'
  /** A tensor's shape is not the one that the configuration asks for. */
  | 'WRONG_SHAPE'
  /** A tensor's values cannot be right: NaN, infinity, or a tied copy that differs. */
  | 'BAD_VALUES';

/**
 * The one error class of this package. A message begins with the fact and ends with the remedy; what it quotes of a
 * file is made printable and short.
 */
export class ModelError extends Error {
  override readonly name = 'ModelError';

  constructor(
    readonly code: ModelErrorCode,
    message: string,
    options?: { cause?: unknown },
  ) {
    super(printableMessage(message), options);
  }
}
