import type { Problem } from '../datasets/problem.js';
import { AnalysisError } from '../words/errors.js';
import type { ComparisonResults } from '../results/comparison.js';
import type { DecompositionResults } from '../results/decomposition.js';
import type { LensResults } from '../results/lens.js';
import type { RoutingResults } from '../results/routing.js';
import type { TwinResults } from '../results/twins.js';

/** What a run may hold besides ablation and attention. */
export interface MoreResults {
  /** The problems of the run, for their numbers of steps and the steps' results. */
  readonly problems?: readonly Problem[];
  readonly lens?: LensResults;
  readonly routing?: RoutingResults;
  readonly decomposition?: DecompositionResults;
  readonly comparison?: ComparisonResults;
  readonly twins?: TwinResults;
}

/**
 * Refuses results of another model or dataset than those of the ablation. Twins are of their own pairs of problems, so
 * their dataset may be another.
 *
 * @throws AnalysisError `BAD_RESULTS`.
 */
export function assertSameModel(
  ablation: { readonly model_fingerprint: string; readonly dataset_sha256: string },
  { lens, routing, decomposition, comparison, twins }: MoreResults,
): void {
  for (const results of [lens, routing, decomposition, comparison, twins]) {
    if (results === undefined) continue;
    const wrong =
      results.model_fingerprint !== ablation.model_fingerprint
        ? 'model'
        : results.kind !== 'twin_patching' && results.dataset_sha256 !== ablation.dataset_sha256
          ? 'dataset'
          : null;
    if (wrong === null) continue;
    throw new AnalysisError(
      'BAD_RESULTS',
      `The ${results.kind} results are of another ${wrong} than the ablation results; run both with the same.`,
    );
  }
}
