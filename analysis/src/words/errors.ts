/** Stable reasons of this package's errors. */
export type AnalysisErrorCode =
  'BAD_DATASET' | 'BAD_RESULTS' | 'BAD_RUN_FOLDER' | 'BAD_ARGUMENT' | 'CONTROL_FAILED' | 'UNWRITABLE';

/** An error of datasets, experiments, statistics, figures or run folders; its message ends with the remedy. */
export class AnalysisError extends Error {
  override readonly name = 'AnalysisError';

  constructor(
    readonly code: AnalysisErrorCode,
    message: string,
    options?: { cause?: unknown },
  ) {
    super(message, options);
  }
}
