import { createHash } from 'node:crypto';

import { AnalysisError } from '../../words/errors.js';
import { DIFFICULTIES, type Difficulty } from '../../words/thought.js';
import type { Problem } from '../problem.js';

/** How many problems of each level. */
type LevelCounts = Record<Difficulty, number>;

/** A test sample: ten problems, as in the origin. */
export const TEST_COUNTS: LevelCounts = { '2-step': 3, '3-step': 3, '4-step': 2, '5+step': 2 };

/** As many problems of every level. */
export function equalCounts(perLevel: number): LevelCounts {
  return { '2-step': perLevel, '3-step': perLevel, '4-step': perLevel, '5+step': perLevel };
}

/** How many problems of each level there are. */
export function countByLevel(problems: readonly Problem[]): LevelCounts {
  const counts = equalCounts(0);
  for (const { difficulty } of problems) counts[difficulty] += 1;
  return counts;
}

/** Picks `count` of a level's problems. */
export type LevelSampler = (problems: readonly Problem[], count: number) => Problem[];

/**
 * A stratified sample: the levels in their order (2-step first), each sampled from its problems in the pool's order.
 *
 * @throws AnalysisError `BAD_DATASET` when a level of the pool has too few problems; the message says how many.
 */
export function sampleLevels(
  pool: readonly Problem[],
  counts: LevelCounts,
  sample: LevelSampler,
  poolName: string,
): Problem[] {
  const available = countByLevel(pool);
  const short = DIFFICULTIES.filter((level) => available[level] < counts[level]);
  if (short.length > 0) {
    const facts = short.map(
      (level) => `${available[level]} of level ${level} (${counts[level]} are asked for)`,
    );
    const most = Math.min(...short.map((level) => available[level]));
    throw new AnalysisError(
      'BAD_DATASET',
      `${poolName} has too few problems: ${facts.join(', ')}; ${most > 0 ? `ask for ${most} a level at most, or ` : ''}give a larger source.`,
    );
  }
  return DIFFICULTIES.flatMap((level) =>
    sample(
      pool.filter((problem) => problem.difficulty === level),
      counts[level],
    ),
  );
}

/**
 * Our own sampler. Every problem has a rank, the SHA-256 of the text "codiscope-sample 1\n<seed>\n<id>" (UTF-8);
 * a level's sample is its problems of lowest rank, lowest first. So the sample depends on nothing but the seed
 * and the ids: not on the platform, nor on the order of the pool. A smaller sample with the same seed is a part
 * of a larger one.
 */
export function seededSampler(seed: number): LevelSampler {
  return (problems, count) =>
    problems
      .map((problem) => ({
        problem,
        rank: createHash('sha256').update(`codiscope-sample 1\n${seed}\n${problem.gsm8k_id}`).digest('hex'),
      }))
      .sort((a, b) => (a.rank < b.rank ? -1 : 1))
      .slice(0, count)
      .map(({ problem }) => problem);
}
