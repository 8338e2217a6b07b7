import { z } from 'zod';

import { describeSample } from '../../statistics/index.js';
import type { AnalysedProblem } from '../match-problems.js';

/** Where the row that predicts the number looks at one layer: mean over heads and problems. */
export const layerMassSchema = z.object({
  problems: z.number().int(),
  /** By group of keys; the means sum to 1. */
  groups: z.array(
    z.object({
      group: z.string(),
      mean: z.number(),
      /** Sample standard deviation over problems; null for a single one. */
      sd: z.number().nullable(),
    }),
  ),
  total: z.number(),
});

/** The mass accounting of one layer. */
export type LayerMass = z.infer<typeof layerMassSchema>;

/** The mass accounting of one layer over problems; groups in the order of the results. */
export function layerMass(problems: readonly AnalysedProblem[], layer: number): LayerMass {
  const masses = problems.map((problem) => problem.mass(layer));
  const names = [...new Set(masses.flatMap((mass) => Object.keys(mass)))];
  const groups = names.map((group) => {
    const { mean, sd } = describeSample(masses.map((mass) => mass[group] ?? 0));
    return { group, mean: mean ?? 0, sd };
  });
  return { problems: masses.length, groups, total: groups.reduce((sum, { mean }) => sum + mean, 0) };
}
