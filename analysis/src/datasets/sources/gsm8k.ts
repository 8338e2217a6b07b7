import { z } from 'zod';

import { difficultyOf } from '../../words/difficulty.js';
import type { Problem } from '../problem.js';
import { checkRecord } from './record-error.js';
import type { RecordPlace } from './record-error.js';

/** A line of GSM8K (Cobbe et al. 2021, arXiv 2110.14168). */
const gsm8kSchema = z.looseObject({
  question: z.string().min(1),
  /** The solution with its equations in `<<...>>`, then `#### N`. */
  answer: z.string(),
});

/** A line that cannot be used, by GSM8K's own doing: some solutions have no equation. */
export interface RefusedLine {
  /** Counted from 1. */
  readonly line: number;
  readonly reason: 'no <<...>> step' | 'no number after ####';
}

/** The number after `####`, commas stripped; null when there is none. */
export function goldAnswer(solution: string): number | null {
  const number = /####\s*(-?\d[\d,]*(?:\.\d+)?)\s*$/.exec(solution)?.[1];
  return number === undefined ? null : Number(number.replaceAll(',', ''));
}

/**
 * One problem of a GSM8K file; a step is one `<<...>>`. `id` numbers lines from 0, as the origin's do:
 * `gsm8k_<file stem>_<line>` is the origin's `<split>_<line>`.
 *
 * @throws AnalysisError `BAD_DATASET` when it is not of this form at all.
 */
export function readGsm8k(place: RecordPlace, value: unknown, stem: string): Problem | RefusedLine {
  const { question, answer: solution } = checkRecord(place, gsm8kSchema, value, 'GSM8K (question, answer)');
  const steps = [...solution.matchAll(/<<([^<>]*)>>/g)].map((match) => match[1] ?? '');
  const answer = goldAnswer(solution);
  if (answer === null) return { line: place.line, reason: 'no number after ####' };
  if (steps.length === 0) return { line: place.line, reason: 'no <<...>> step' };
  return {
    gsm8k_id: `gsm8k_${stem}_${place.line - 1}`,
    question,
    answer,
    reasoning_steps: steps.length,
    difficulty: difficultyOf(steps.length),
    steps,
  };
}
