import type { z } from 'zod';

import {
  comparisonFileName,
  decompositionFileName,
  lensFileName,
  routingFileName,
  twinFileName,
} from '../experiments/result-files.js';
import { comparisonResultsSchema } from '../results/comparison.js';
import { decompositionResultsSchema } from '../results/decomposition.js';
import { lensResultsSchema } from '../results/lens.js';
import { routingResultsSchema } from '../results/routing.js';
import { twinResultsSchema } from '../results/twins.js';

/** A section that a report has only where its experiment was run. */
export interface OptionalSection<T> {
  /** What the section is about, as its heading says it. */
  readonly title: string;
  /** The command that makes its file. */
  readonly command: string;
  readonly fileName: (problems: number) => string;
  readonly schema: z.ZodType<T>;
}

function section<T>(
  title: string,
  command: string,
  fileName: (problems: number) => string,
  schema: z.ZodType<T>,
): OptionalSection<T> {
  return { title, command, fileName, schema };
}

/** The optional sections by name. */
export const OPTIONAL_SECTIONS = {
  lens: section('What each thought says', 'codi lens', lensFileName, lensResultsSchema),
  routing: section('What each thought looks at', 'codi route', routingFileName, routingResultsSchema),
  decomposition: section(
    'What the answer is made of',
    'codi decompose',
    decompositionFileName,
    decompositionResultsSchema,
  ),
  comparison: section('Methods side by side', 'codi compare', comparisonFileName, comparisonResultsSchema),
  twins: section('Twin questions', 'codi twins', twinFileName, twinResultsSchema),
};

/** One of them. */
export type SectionName = keyof typeof OPTIONAL_SECTIONS;
