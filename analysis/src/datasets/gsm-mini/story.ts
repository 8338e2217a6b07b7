import { type Operand, type Operator, type Step, type ValueRange, calculate } from '../worked-problem.js';
import type { RandomSource } from './random-source.js';
import { FEMALE_NAMES, MALE_NAMES } from './words.js';

/** No quantity of a story is larger; none is negative, and every division comes out even. */
export const MAX_VALUE = 60;

/** How much is missing when a story asks for it: the embedded model learned no larger difference there. */
export const MISSING: ValueRange = { lowest: 2, highest: 12 };

/** A number of a story. Two quantities of the same value are two, told apart by identity. */
interface Quantity {
  readonly value: number;
  /** What it could have been in the same sentence, as far as the rest of the story allows. */
  readonly range: ValueRange;
}

/** A number of a story, fixed unless told otherwise. */
export function newQuantity(value: number, lowest = value, highest = value): Quantity {
  return { value, range: { lowest, highest } };
}

/** Text in which the numbers said in digits are still known as quantities. */
type Sentence = readonly (string | Quantity)[];

/** A template that keeps its quantities, so that a step's operand can be found again in the question. */
export function sentence(
  texts: TemplateStringsArray,
  ...values: readonly (string | Quantity | Sentence)[]
): Sentence {
  // There is one text more than there are values: the one at the end.
  return texts.flatMap((text, index) => [text, ...values.slice(index, index + 1).flat()]);
}

/** The sentence as the reader sees it. */
function sentenceText(said: Sentence): string {
  return said.map((part) => (typeof part === 'string' ? part : String(part.value))).join('');
}

/** A person of a story and the pronoun at the head of a sentence. */
interface Person {
  readonly name: string;
  readonly pronoun: 'She' | 'He';
}

/** One arithmetic step of a story under way. */
interface Equation {
  readonly left: Quantity;
  readonly operator: Operator;
  readonly right: Quantity;
  readonly result: Quantity;
}

/** A story while it is told: one running quantity, whose it is, and the equations that led to it. */
export class Story {
  readonly sentences: Sentence[] = [];
  readonly equations: Equation[] = [];
  /** The running quantity. */
  quantity = newQuantity(0);
  /** Whose quantity it is. */
  owner: Person;
  /** An earlier owner, whose quantity the reader knows. */
  earlier: { readonly owner: Person; readonly quantity: Quantity } | null = null;
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

  /** The value of the running quantity. */
  get value(): number {
    return this.quantity.value;
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

  say(said: string | Sentence): void {
    this.sentences.push(typeof said === 'string' ? [said] : said);
  }

  /** Says one of the sentences. All of them are made, with their own draws, before one is picked. */
  sayOneOf(sentences: readonly (string | Sentence)[]): void {
    this.say(this.random.pick(sentences));
  }

  /** Draws an integer that the story can say. */
  integer(lowest: number, highest: number): Quantity {
    return newQuantity(this.random.integer(lowest, highest), lowest, highest);
  }

  /** Draws an integer that the story can say, small ones more likely. */
  smallInteger(lowest: number, highest: number): Quantity {
    return newQuantity(this.random.smallInteger(lowest, highest), lowest, highest);
  }

  /** Calculates something beside the running quantity, and gives the result. */
  aside(left: Quantity, operator: Operator, right: Quantity, range?: ValueRange): Quantity {
    const { lowest, highest } = range ?? { lowest: operator === '/' ? 2 : 1, highest: MAX_VALUE };
    const result = newQuantity(calculate(left.value, operator, right.value), lowest, highest);
    this.equations.push({ left, operator, right, result });
    return result;
  }

  /** Calculates the new running quantity. */
  step(left: Quantity, operator: Operator, right: Quantity, range?: ValueRange): void {
    this.quantity = this.aside(left, operator, right, range);
  }

  /** The whole text. */
  question(): string {
    return this.sentences.map(sentenceText).join(' ');
  }

  /** The numbers that are said in digits, in the order of the text. */
  numbers(): Quantity[] {
    return this.sentences.flat().filter((part) => typeof part !== 'string');
  }

  /** The equations with the origin of every operand: a number of the question, an earlier step, or a word. */
  steps(): Step[] {
    const said = this.numbers();
    const results = this.equations.map((equation) => equation.result);
    const operand = (quantity: Quantity): Operand => {
      const { value } = quantity;
      if (results.includes(quantity)) return { kind: 'step', step: results.indexOf(quantity) + 1, value };
      if (said.includes(quantity)) return { kind: 'number', number: said.indexOf(quantity) + 1, value };
      return { kind: 'word', value };
    };
    return this.equations.map(({ left, operator, right, result }) => ({
      left: operand(left),
      operator,
      right: operand(right),
      result: result.value,
    }));
  }
}

/** One building block of a story: an opener sets the quantity, a modifier changes it, a closer asks for it. */
export interface StoryPart {
  /** What happens, such as "gain". */
  readonly name: string;
  /** Arithmetic steps that it adds. */
  readonly steps: number;
  /** How often it is chosen, relative to the others. */
  readonly weight: number;
  /** Tells it. False when its numbers cannot be found, and then the story is given up. */
  readonly tell: (story: Story) => boolean;
}

/** The parts that a kind of story is made of. */
export interface StoryParts {
  readonly openers: readonly StoryPart[];
  readonly modifiers: readonly StoryPart[];
  readonly closers: readonly StoryPart[];
}
