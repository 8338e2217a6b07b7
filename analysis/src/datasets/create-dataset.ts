import { AnalysisError } from '../words/errors.js';
import type { Dataset } from './dataset.js';
import { generateWorked } from './gsm-mini/generate.js';
import type { Problem } from './problem.js';
import { TEST_COUNTS, countByLevel, equalCounts, sampleLevels, seededSampler } from './samplers/levels.js';
import { pythonSampler } from './samplers/python.js';
import { readSource } from './sources/read-source.js';

/** Where problems come from: the built-in generator, or a question file of any known form. */
type DatasetSource = 'gsm-mini' | { readonly file: string };

/** How samples are drawn from a file: ours, or exactly as the origin's Python. */
export type Sampler = 'seeded' | 'python';

/** What dataset to make. */
export interface CreateDatasetOptions {
  readonly source: DatasetSource;
  /** `seeded` by default; the generator knows no other. */
  readonly sampler?: Sampler;
  /** Problems of each of the four levels; 25 by default, 10,000 at most. */
  readonly perLevel?: number;
  /** 0 .. 2^32 - 1; 42 by default. */
  readonly seed?: number;
  /** Ten problems (3, 3, 2, 2) whatever `perLevel` says. */
  readonly testMode?: boolean;
}

/** Refuses an option that is no integer of lowest .. highest: `BAD_ARGUMENT`. */
function requireInteger(name: string, value: number, lowest: number, highest: number): void {
  if (Number.isInteger(value) && value >= lowest && value <= highest) return;
  throw new AnalysisError(
    'BAD_ARGUMENT',
    `${name} is ${value}; give an integer from ${lowest} to ${highest}.`,
  );
}

/**
 * Generated problems, the levels taking turns (2, 3, 4, 5+, 2, ..), so that ten of them are a test sample. The
 * generator is its own sampler: a smaller sample with the same seed is the beginning of a larger one. Some of the
 * questions may stand in the embedded model's training data; `models/codi-mini/test.jsonl` has none that does.
 */
function generateProblems(seed: number, count: number): Problem[] {
  return [...generateWorked({ seed, count, balanced: true, prefix: 'gsm-mini' })].map(
    (worked) => worked.problem,
  );
}

/**
 * Makes a stratified dataset; the same options and source bytes give the same dataset everywhere.
 *
 * @throws AnalysisError `BAD_ARGUMENT`, or `BAD_DATASET` when the source is none or too small.
 */
export async function createDataset(options: CreateDatasetOptions): Promise<Dataset> {
  const { source, sampler = 'seeded', perLevel = 25, seed = 42, testMode = false } = options;
  requireInteger('The number of problems a level', perLevel, 1, 10_000);
  requireInteger('The seed', seed, 0, 2 ** 32 - 1);
  const counts = testMode ? TEST_COUNTS : equalCounts(perLevel);
  const made = { schema_version: 1, kind: 'dataset', sampler, seed, test_mode: testMode } as const;

  if (source === 'gsm-mini') {
    if (sampler === 'python') {
      throw new AnalysisError(
        'BAD_ARGUMENT',
        'The python sampler draws from a file, and gsm-mini is generated; use the seeded sampler or give a file.',
      );
    }
    const problems = generateProblems(seed, testMode ? 10 : 4 * perLevel);
    return {
      ...made,
      source,
      per_level: countByLevel(problems),
      source_sha256: null,
      refused_lines: [],
      problems,
    };
  }

  const pool = await readSource(source.file);
  const draw = sampler === 'python' ? pythonSampler(seed) : seededSampler(seed);
  return {
    ...made,
    source: pool.name,
    per_level: counts,
    source_sha256: pool.sha256,
    refused_lines: [...pool.refused],
    problems: sampleLevels(pool.problems, counts, draw, source.file),
  };
}
