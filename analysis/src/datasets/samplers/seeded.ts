import { createHash } from 'node:crypto';

import type { LevelSampler } from './levels.js';

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
