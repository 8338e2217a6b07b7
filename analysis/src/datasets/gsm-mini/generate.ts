import { createHash } from 'node:crypto';

import { type Difficulty, difficultyOf } from '../../words/thought.js';
import { required } from '../../words/required.js';
import { equationText } from '../worked-problem.js';
import type { WorkedProblem } from '../worked-problem.js';
import { tellStory } from './compose.js';
import { Mulberry32 } from './random-source.js';
import type { RandomSource } from './random-source.js';

/** One generated problem; keys and their order are those of a line of `models/codi-mini/test.jsonl`. */
export interface GsmMiniProblem {
  /** `<prefix>-<seed>-<number from 0>`. */
  readonly id: string;
  readonly question: string;
  /** The equations in order, such as "6*2=12"; the last one's result is the answer. */
  readonly steps: readonly string[];
  readonly answer: number;
  readonly reasoning_steps: number;
  readonly difficulty: Difficulty;
}

/** What to generate. `count` may be Infinity: the problems are made as they are taken. */
export interface GenerateOptions {
  /** 0 .. 2^32 - 1. */
  readonly seed: number;
  readonly count: number;
  /** Whether the levels take turns (2, 3, 4, then 5 or 6 steps); otherwise the lengths are drawn. */
  readonly balanced?: boolean;
  /** Questions that must not occur. */
  readonly exclude?: Iterable<string>;
  /** How ids begin; `p` by default. */
  readonly prefix?: string;
}

/**
 * A set of questions that keeps 128 bits of each one's SHA-256 instead of its text: 400,000 questions take about
 * 25 MB, and two different questions collide with probability 1e-28.
 */
class QuestionSet {
  readonly #digests = new Set<string>();

  /** Adds a question; false when it was there already. */
  add(question: string): boolean {
    const digest = createHash('sha256').update(question).digest().toString('latin1', 0, 16);
    if (this.#digests.has(digest)) return false;
    this.#digests.add(digest);
    return true;
  }
}

/** How often a problem has 2, 3, 4, 5 and 6 steps when lengths are drawn. */
const LENGTH_WEIGHTS = [0.26, 0.25, 0.23, 0.18, 0.08];

function drawnLength(random: RandomSource): number {
  let left = random.fraction();
  let steps = 2;
  for (const weight of LENGTH_WEIGHTS) {
    if (left < weight) break;
    left -= weight;
    steps = Math.min(steps + 1, 6);
  }
  return steps;
}

function balancedLength(random: RandomSource, number: number): number {
  const steps = 2 + (number % 4);
  return steps === 5 && random.chance(0.3) ? 6 : steps;
}

/**
 * Word problems of 2 to 6 steps whose questions all differ, one by one, with their steps as structure. The same
 * options give the same problems on every platform: this is the data that the embedded model was trained and
 * tested on.
 */
export function* generateWorked(options: GenerateOptions): Generator<WorkedProblem, void, undefined> {
  const random = new Mulberry32(options.seed);
  const seen = new QuestionSet();
  for (const question of options.exclude ?? []) seen.add(question);
  for (let number = 0; number < options.count;) {
    const length = options.balanced ? balancedLength(random, number) : drawnLength(random);
    const story = tellStory(random, length);
    const question = story.question();
    // A question that was there is thrown away, and its number is tried again with the draws that follow.
    if (!seen.add(question)) continue;
    const steps = story.steps();
    yield {
      problem: {
        gsm8k_id: `${options.prefix ?? 'p'}-${options.seed}-${number}`,
        question,
        answer: required(steps.at(-1), 'The last step').result,
        reasoning_steps: steps.length,
        difficulty: difficultyOf(steps.length),
        steps: steps.map(equationText),
      },
      steps,
      otherReadings: [],
      numberRanges: story.numbers().map((quantity) => quantity.range),
      resultRanges: story.equations.map((equation) => equation.result.range),
    };
    number += 1;
  }
}

/** The problems of `generateWorked` as lines of `models/codi-mini/test.jsonl` hold them. */
export function* generate(options: GenerateOptions): Generator<GsmMiniProblem, void, undefined> {
  for (const { problem } of generateWorked(options)) {
    const { gsm8k_id: id, question, answer, reasoning_steps, difficulty } = problem;
    const steps = required(problem.steps, 'The equations of a generated problem');
    yield { id, question, steps, answer, reasoning_steps, difficulty };
  }
}
