import { basename } from 'node:path';

import { AnalysisError, type Dataset, type Sampler } from '@codiscope/analysis';

/** The flags that say how problems are drawn; undefined what was not asked for. */
export interface SampleFlags {
  readonly source?: string | undefined;
  readonly sampler?: Sampler | undefined;
  readonly 'per-level'?: number | undefined;
  readonly seed?: number | undefined;
  readonly 'test-mode': boolean;
}

/**
 * A run folder keeps its problems. Refuses flags that ask for others instead of leaving them unheard.
 *
 * @throws AnalysisError `BAD_RUN_FOLDER` naming the flag.
 */
export function requireSample(folder: string, dataset: Dataset, flags: SampleFlags): void {
  const { source, sampler, 'per-level': perLevel, seed, 'test-mode': testMode } = flags;
  const asked: readonly [flag: string, there: unknown, asked: unknown][] = [
    ['--source', dataset.source, source === undefined ? undefined : basename(source)],
    ['--sampler', dataset.sampler, sampler],
    ['--per-level', dataset.problems.length / 4, perLevel],
    ['--seed', dataset.seed, seed],
    ['--test-mode', dataset.test_mode, testMode ? true : undefined],
  ];
  const other = asked.find(([, there, wanted]) => wanted !== undefined && wanted !== there);
  if (!other) return;
  const [flag, there, wanted] = other;
  throw new AnalysisError(
    'BAD_RUN_FOLDER',
    `${folder} has a dataset that is not of ${flag} ${String(wanted)} (${String(there)} there); leave ${flag} out to go on with it, or choose another name with --run.`,
  );
}
