import { AnalysisError } from '../../words/errors.js';
import type { DatasetSource } from '../create-dataset.js';
import { generateWorked } from '../gsm-mini/generate.js';
import { reservedQuestions } from '../gsm-mini/reserved-questions.js';
import { DIFFICULTIES } from '../../words/difficulty.js';
import { requireInteger } from '../require-integer.js';
import { equalCounts } from '../samplers/levels.js';
import type { LevelCounts } from '../samplers/levels.js';
import { seededSampler } from '../samplers/seeded.js';
import { readSource } from '../sources/read-source.js';
import { CODI_MINI_VALUES } from '../value-range.js';
import type { ValueRange } from '../value-range.js';
import { PairCollection } from './pair-collection.js';
import { readSteps } from './read-steps.js';
import type { Twins } from './twins.js';

/** What twins to make. */
export interface CreateTwinsOptions {
  readonly source: DatasetSource;
  /** Pairs of each of the four levels, or of each level its own number; 25 by default, 10,000 at most. */
  readonly perLevel?: number | LevelCounts;
  /** 0 .. 2^32 - 1; 42 by default. */
  readonly seed?: number;
  /** What numbers, operands and results may be; the embedded model's 0..60 by default. */
  readonly values?: ValueRange;
  /** Questions that neither a problem nor a twin may be, beside the reserved ones of the generator. */
  readonly exclude?: Iterable<string>;
}

/** Generated problems per wanted pair before it is said that there are too few; most problems have a twin. */
const PROBLEMS_A_PAIR = 50;

function checkOptions(counts: LevelCounts, seed: number, values: ValueRange): void {
  for (const level of DIFFICULTIES) requireInteger(`The number of ${level} pairs`, counts[level], 0, 10_000);
  requireInteger(
    'The number of all pairs',
    Object.values(counts).reduce((a, b) => a + b, 0),
    1,
    40_000,
  );
  requireInteger('The seed', seed, 0, 2 ** 32 - 1);
  requireInteger('The lowest value', values.lowest, 0, values.highest);
  requireInteger('The highest value', values.highest, values.lowest, 10_000);
}

/** Says how many pairs there are instead, and why problems gave none. */
function tooFew(path: string, counts: LevelCounts, collection: PairCollection): AnalysisError {
  const facts = DIFFICULTIES.filter((level) => collection.counts[level] < counts[level]).map(
    (level) => `${collection.counts[level]} of level ${level} (${counts[level]} are asked for)`,
  );
  const reasons = new Map<string, number>();
  for (const { reason } of collection.refused) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  const refused = [...reasons].map(([reason, count]) => `${reason}: ${count}`).join(', ');
  return new AnalysisError(
    'BAD_DATASET',
    `${path} gives too few twins: ${facts.join(', ')}; problems without one: ${refused || 'none'}; ask for fewer, widen the range of values, or give a larger source.`,
  );
}

/**
 * Makes pairs of problems that differ in one number; the same options and source bytes give the same pairs
 * everywhere. Generated pairs share no question with the default dataset or the embedded model's held-out
 * problems, and each twin is one that the generator itself could have told.
 *
 * @throws AnalysisError `BAD_ARGUMENT`, or `BAD_DATASET` when the source is none or gives too few twins.
 */
export async function createTwins(options: CreateTwinsOptions): Promise<Twins> {
  const { source, perLevel = 25, seed = 42, values = CODI_MINI_VALUES, exclude = [] } = options;
  const counts = typeof perLevel === 'number' ? equalCounts(perLevel) : perLevel;
  checkOptions(counts, seed, values);
  const made = { schema_version: 1, kind: 'twins', seed, values, per_level: { ...counts } } as const;

  if (source === 'gsm-mini') {
    const reserved = [...reservedQuestions(), ...exclude];
    const collection = new PairCollection({ counts, seed, values, exclude: reserved });
    const count = PROBLEMS_A_PAIR * DIFFICULTIES.length * Math.max(...Object.values(counts));
    const stream = generateWorked({ seed, count, balanced: true, exclude: reserved, prefix: 'twins' });
    for (const worked of stream) {
      collection.offer(worked);
      if (collection.complete) break;
    }
    if (!collection.complete) throw tooFew('The generator', counts, collection);
    const { pairs, refused } = collection;
    return { ...made, source, source_sha256: null, refused_lines: [], refused_problems: refused, pairs };
  }

  const pool = await readSource(source.file);
  const collection = new PairCollection({ counts, seed, values, exclude });
  const inOrder = seededSampler(seed)(pool.problems, pool.problems.length);
  for (const problem of inOrder) {
    if (collection.complete) break;
    const worked = readSteps(problem);
    collection.offer(typeof worked === 'string' ? { problem, refusal: worked } : worked);
  }
  if (!collection.complete) throw tooFew(source.file, counts, collection);
  return {
    ...made,
    source: pool.name,
    source_sha256: pool.sha256,
    refused_lines: [...pool.refused],
    refused_problems: collection.refused,
    pairs: DIFFICULTIES.flatMap((level) =>
      collection.pairs.filter((pair) => pair.problem.difficulty === level),
    ),
  };
}
