import { QuestionSet } from '../gsm-mini/question-set.js';
import { countByLevel, equalCounts } from '../samplers/levels.js';
import type { LevelCounts } from '../samplers/levels.js';
import type { ValueRange } from '../value-range.js';
import type { WorkedProblem } from '../worked-problem.js';
import { firstChangedSteps, pickTwin } from './pick-twin.js';
import type { TwinPair } from './twin-pair.js';
import { twinsOf } from './twins-of.js';
import type { PairRefusal } from './twins.js';

/** What pairs are wanted. */
export interface WantedPairs {
  readonly counts: LevelCounts;
  readonly seed: number;
  readonly values: ValueRange;
  /** Questions that neither a problem nor a twin may be. */
  readonly exclude: Iterable<string>;
}

/** Pairs while they are collected, level by level, with the first changed step spread over a problem's steps. */
export class PairCollection {
  readonly pairs: TwinPair[] = [];
  readonly refused: { gsm8k_id: string; reason: PairRefusal }[] = [];
  readonly #wanted: WantedPairs;
  readonly #counts = equalCounts(0);
  readonly #questions = new QuestionSet();
  /** How many pairs of this many steps begin to differ at this step: "steps/first changed step". */
  readonly #spread = new Map<string, number>();

  constructor(wanted: WantedPairs) {
    this.#wanted = wanted;
    for (const question of wanted.exclude) this.#questions.add(question);
  }

  /** How many pairs there are of each level. */
  get counts(): LevelCounts {
    return countByLevel(this.pairs.map((pair) => pair.problem));
  }

  get complete(): boolean {
    const { counts } = this.#wanted;
    return this.pairs.length === Object.values(counts).reduce((sum, count) => sum + count, 0);
  }

  /** Adds a pair of this problem, if one of its level is still wanted; where there is none, the reason is kept. */
  offer(worked: WorkedProblem | { problem: WorkedProblem['problem']; refusal: PairRefusal }): void {
    const { gsm8k_id, difficulty } = worked.problem;
    if (this.#counts[difficulty] >= this.#wanted.counts[difficulty]) return;
    const pair = 'refusal' in worked ? worked.refusal : this.#pair(worked);
    if (typeof pair === 'string') {
      this.refused.push({ gsm8k_id, reason: pair });
      return;
    }
    this.pairs.push(pair);
    this.#counts[difficulty] += 1;
    this.#questions.add(pair.problem.question);
    this.#questions.add(pair.twin.question);
  }

  #pair(worked: WorkedProblem): TwinPair | PairRefusal {
    const { seed, values } = this.#wanted;
    const all = twinsOf(worked, values);
    if (typeof all === 'string') return all;
    const twins = all.filter(
      ({ problem, twin }) => ![problem, twin].some(({ question }) => this.#questions.has(question)),
    );
    const key = (step: number): string => `${worked.steps.length}/${step}`;
    // The step that has been served least; the earliest of several.
    const [step] = firstChangedSteps(twins).sort(
      (a, b) => (this.#spread.get(key(a)) ?? 0) - (this.#spread.get(key(b)) ?? 0),
    );
    const pair = pickTwin(twins, seed, step);
    if (!pair || step === undefined) return 'every twin is a question that occurs elsewhere';
    this.#spread.set(key(step), (this.#spread.get(key(step)) ?? 0) + 1);
    return pair;
  }
}
