import { access } from 'node:fs/promises';
import { join } from 'node:path';
import type { z } from 'zod';

import { datasetSchema } from '../datasets/dataset.js';
import { comparisonResultsSchema } from '../results/comparison.js';
import { decompositionResultsSchema } from '../results/decomposition.js';
import { lensResultsSchema } from '../results/lens.js';
import { routingResultsSchema } from '../results/routing.js';
import { twinResultsSchema } from '../results/twins.js';
import { readResult, type Run } from '../runs/index.js';
import type { MoreResults } from '../summary/index.js';
import {
  comparisonFileName,
  decompositionFileName,
  lensFileName,
  routingFileName,
  twinFileName,
} from './result-files.js';

/**
 * What a run holds besides ablation and attention; what is not there is left out.
 *
 * @throws AnalysisError `BAD_RESULTS` for a file that is there and cannot be read.
 */
export async function readMoreResults({ paths, file }: Pick<Run, 'paths' | 'file'>): Promise<MoreResults> {
  const count = file.dataset.problems;
  const read = async <T>(name: string, schema: z.ZodType<T>): Promise<T | undefined> => {
    const there = await access(join(paths.results, name)).then(
      () => true,
      () => false,
    );
    return there ? readResult(paths.folder, name, schema) : undefined;
  };
  const dataset = await read(file.dataset.file, datasetSchema);
  const lens = await read(lensFileName(count), lensResultsSchema);
  const routing = await read(routingFileName(count), routingResultsSchema);
  const decomposition = await read(decompositionFileName(count), decompositionResultsSchema);
  const comparison = await read(comparisonFileName(count), comparisonResultsSchema);
  const twins = await read(twinFileName(count), twinResultsSchema);
  return {
    ...(dataset && { problems: dataset.problems }),
    ...(lens && { lens }),
    ...(routing && { routing }),
    ...(decomposition && { decomposition }),
    ...(comparison && { comparison }),
    ...(twins && { twins }),
  };
}
