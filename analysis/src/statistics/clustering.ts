import { AnalysisError } from '../words/errors.js';
import { type OrReason, centred, dot, mean, sum } from './descriptive.js';

/** The intraclass correlation of clusters, or why it has no value. */
export type IntraclassCorrelation = OrReason<{ readonly value: number }>;

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

/**
 * By how much the variance of a mean of clustered rows exceeds that of independent ones (Kish 1965):
 * 1 + (k - 1) rho, for k rows a cluster (thoughts a problem) with correlation rho inside it. For a correlation or
 * slope of two clustered columns rho is the product of their two intraclass correlations (Moulton 1986).
 *
 * @throws AnalysisError `BAD_ARGUMENT` unless rows is a whole number from 1 on and -1/(k - 1) <= rho <= 1.
 */
export function designEffect(rowsPerCluster: number, correlation: number): number {
  const smallest = rowsPerCluster > 1 ? -1 / (rowsPerCluster - 1) : -1;
  if (!(
    Number.isInteger(rowsPerCluster) &&
    rowsPerCluster >= 1 &&
    correlation >= smallest &&
    correlation <= 1
  )) {
    throw new AnalysisError(
      'BAD_ARGUMENT',
      `No design effect for ${rowsPerCluster} rows with correlation ${correlation}; use whole rows and a correlation from ${smallest} to 1.`,
    );
  }
  return 1 + (rowsPerCluster - 1) * correlation;
}

/** The independent rows that `rows` clustered ones are worth; null where the mean of every cluster is the same. */
export function effectiveRows(
  rows: number,
  rowsPerCluster: number,
  correlation: number,
): OrReason<{ readonly rows: number }> {
  const effect = designEffect(rowsPerCluster, correlation);
  if (effect === 0) return { rows: null, reason: 'the rows of a cluster cancel: its mean does not vary' };
  return { rows: rows / effect, reason: null };
}

/** The clusters (problems) whose rows are worth `independentRows` independent ones, rounded up. */
export function clustersNeeded(independentRows: number, rowsPerCluster: number, correlation: number): number {
  return Math.ceil((independentRows * designEffect(rowsPerCluster, correlation)) / rowsPerCluster - 1e-9);
}
