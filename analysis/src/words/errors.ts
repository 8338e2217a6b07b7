/** Stable reasons of this package's errors. */
export type AnalysisErrorCode =
  'BAD_DATASET' | 'BAD_RESULTS' | 'BAD_RUN_FOLDER' | 'BAD_ARGUMENT' | 'CONTROL_FAILED' | 'UNWRITABLE';

/** What an error may carry beside its message. */
export interface AnalysisErrorOptions {
  readonly cause?: unknown;
  /** The setting that is wrong, such as `fitFrom`; then the message begins with its name. */
  readonly setting?: string;
  /** Settings with which the remedy is asked for, such as `resume`. */
  readonly remedies?: readonly string[];
}

/** An error of datasets, experiments, statistics, figures or run folders; its message ends with the remedy. */
export class AnalysisError extends Error {
  override readonly name = 'AnalysisError';
  readonly setting: string | null;
  readonly remedies: readonly string[];

  constructor(
    readonly code: AnalysisErrorCode,
    message: string,
    options: AnalysisErrorOptions = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.setting = options.setting ?? null;
    this.remedies = options.remedies ?? [];
  }
}

/** A setting that cannot be used: `BAD_ARGUMENT` with "<setting> <what is wrong; the remedy>". */
export function badSetting(setting: string, rest: string): AnalysisError {
  return new AnalysisError('BAD_ARGUMENT', `${setting} ${rest}`, { setting });
}
