import { AnalysisError } from '../words/errors.js';
import type { AttentionResults } from '../experiments/attention/results.js';

/**
 * The layer that the tables by thought and by difficulty and the findings speak of: the asked one, else the
 * one called `late`, else the deepest that was read.
 *
 * @throws AnalysisError `BAD_ARGUMENT` where the asked layer was not read, `BAD_RESULTS` where none was.
 */
export function lateLayerOf(layers: AttentionResults['layers'], asked?: number): number {
  const read = layers.map(({ layer }) => layer);
  if (asked !== undefined) {
    if (read.includes(asked)) return asked;
    throw new AnalysisError(
      'BAD_ARGUMENT',
      `Layer ${asked} was not read; choose one of ${read.join(', ')} or run the attention experiment for it.`,
    );
  }
  if (read.length === 0) {
    throw new AnalysisError(
      'BAD_RESULTS',
      'The attention results hold no layer; run the attention experiment again.',
    );
  }
  return layers.find(({ name }) => name === 'late')?.layer ?? Math.max(...read);
}
