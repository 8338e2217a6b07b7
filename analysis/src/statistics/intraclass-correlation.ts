import { AnalysisError } from '../words/errors.js';
import { centred } from './centred.js';
import { dot, mean, sum } from './mean.js';

/** The intraclass correlation of clusters, or why it has no value. */
export type IntraclassCorrelation =
  { readonly value: number; readonly reason: null } | { readonly value: null; readonly reason: string };

/**
 * How alike the rows of one cluster (the thoughts of one problem) are: ICC(1) of one-way analysis of variance
 * (Shrout and Fleiss 1979), (MSB - MSW) / (MSB + (k - 1) MSW) for clusters of k rows; from -1/(k - 1) to 1. Null with
 * fewer than two clusters or rows a cluster, and where all values are equal.
 *
 * @throws AnalysisError `BAD_ARGUMENT` for clusters of different size.
 */
export function intraclassCorrelation(clusters: readonly (readonly number[])[]): IntraclassCorrelation {
  const size = clusters[0]?.length ?? 0;
  if (clusters.some((cluster) => cluster.length !== size)) {
    throw new AnalysisError('BAD_ARGUMENT', 'Clusters differ in size; give each the same number of rows.');
  }
  if (clusters.length < 2) return { value: null, reason: 'fewer than 2 clusters' };
  if (size < 2) return { value: null, reason: 'fewer than 2 rows a cluster' };
  const means = centred(clusters.map((cluster) => mean(cluster)));
  const between = (size * dot(means, means)) / (clusters.length - 1);
  const residuals = clusters.map((cluster) => centred(cluster));
  const within = sum(residuals.map((row) => dot(row, row))) / (clusters.length * (size - 1));
  if (between + (size - 1) * within === 0) return { value: null, reason: 'all values are equal' };
  return { value: (between - within) / (between + (size - 1) * within), reason: null };
}
