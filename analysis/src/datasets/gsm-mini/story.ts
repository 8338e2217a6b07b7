import type { RandomSource } from './random-source.js';
import { FEMALE_NAMES, MALE_NAMES } from './words.js';

/** No quantity of a story is larger; none is negative, and every division comes out even. */
export const MAX_VALUE = 60;

/** A person of a story and the pronoun at the head of a sentence. */
export interface Person {
  readonly name: string;
  readonly pronoun: 'She' | 'He';
}

/** One arithmetic step; `result` is the intermediate value that a thought has to carry. */
export interface Equation {
  readonly left: number;
  readonly operator: '+' | '-' | '*' | '/';
  readonly right: number;
  readonly result: number;
}

/** The equation as the dataset files write it, such as "6*2=12". */
export function equationText({ left, operator, right, result }: Equation): string {
  return `${left}${operator}${right}=${result}`;
}

const APPLY: Record<Equation['operator'], (left: number, right: number) => number> = {
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '/': (left, right) => left / right,
};

/** A story while it is told: one running quantity, whose it is, and the equations that led to it. */
export class Story {
  readonly sentences: string[] = [];
  readonly equations: Equation[] = [];
  /** The running quantity. */
  value = 0;
  /** Whose quantity it is. */
  owner: Person;
  /** An earlier owner, whose quantity the reader knows. */
  earlier: { readonly owner: Person; readonly value: number } | null = null;
  /** What is counted, in the plural. */
  readonly object: string;
  readonly #names = new Set<string>();

  constructor(
    readonly random: RandomSource,
    objects: readonly string[],
  ) {
    this.owner = this.newPerson();
    this.object = random.pick(objects);
  }

  /** Somebody who is not in the story yet. */
  newPerson(): Person {
    for (;;) {
      const female = this.random.chance(0.5);
      const name = this.random.pick(female ? FEMALE_NAMES : MALE_NAMES);
      if (this.#names.has(name)) continue;
      this.#names.add(name);
      return { name, pronoun: female ? 'She' : 'He' };
    }
  }

  /** The owner at the head of a sentence: the name, or a pronoun while only one person is in the story. */
  subject(): string {
    return this.#names.size === 1 && this.random.chance(0.6) ? this.owner.pronoun : this.owner.name;
  }

  say(sentence: string): void {
    this.sentences.push(sentence);
  }

  /** Says one of the sentences. All of them are made, with their own draws, before one is picked. */
  sayOneOf(sentences: readonly string[]): void {
    this.say(this.random.pick(sentences));
  }

  /** Calculates something beside the running quantity, and gives the result. */
  aside(left: number, operator: Equation['operator'], right: number): number {
    const result = APPLY[operator](left, right);
    this.equations.push({ left, operator, right, result });
    return result;
  }

  /** Calculates the new running quantity. */
  step(left: number, operator: Equation['operator'], right: number): void {
    this.value = this.aside(left, operator, right);
  }
}
