import type { TokenClass } from './results.js';
import {
  FUNCTION_WORDS,
  GENERATOR_NAMES,
  GENERATOR_NOUNS,
  NUMBER_WORDS,
  OPERATOR_WORDS,
} from './word-lists.js';

/** A word of a question and where it stands: `text.slice(start, end)`. */
export interface ClassedWord {
  readonly start: number;
  readonly end: number;
  readonly class: TokenClass;
}

/** A word with what is in it of points, hyphens and apostrophes: "1,200", "half-price", "Janet's". Or "%". */
const WORD = /[\p{L}\p{N}]+(?:[-'’.,][\p{L}\p{N}]+)*|%/gu;

/**
 * The class of every word of a question, by these rules, the first that fits:
 * 1. number: has a digit, or is a number spelled out;
 * 2. operator: one of `OPERATOR_WORDS`, or "%";
 * 3. entity: has a capital and is no function word (a name), is a noun of the generator, or is counted somewhere in
 *    the question (see `countedNouns`);
 * 4. other.
 */
export function classedWords(question: string): ClassedWord[] {
  const found = [...question.matchAll(WORD)].map(({ 0: text, index }) => ({
    text,
    plain: text.toLowerCase().replace(/['’]s?$/u, ''),
    start: index,
    end: index + text.length,
  }));
  const counted = countedNouns(found.map(({ plain }) => plain));
  return found.map(({ text, plain, start, end }) => ({ start, end, class: classOf(text, plain, counted) }));
}

function classOf(text: string, plain: string, counted: ReadonlySet<string>): TokenClass {
  if (isNumber(plain)) return 'number';
  if (plain === '%' || OPERATOR_WORDS.has(plain)) return 'operator';
  // Asked first: a story may be about Will.
  if (GENERATOR_NAMES.has(text)) return 'entity';
  if (FUNCTION_WORDS.has(plain)) return 'other';
  const entity = /^\p{Lu}/u.test(text) || GENERATOR_NOUNS.has(plain) || counted.has(singular(plain));
  return entity ? 'entity' : 'other';
}

function isNumber(word: string): boolean {
  return /\p{N}/u.test(word) || NUMBER_WORDS.has(word);
}

/** How many words may stand between a number and its noun: "5 big red apples". */
const REACH = 3;

/** Behind them something else is spoken of: "2 dollars per egg", "5 each". */
const RATES: ReadonlySet<string> = new Set(['each', 'per', 'every']);

/**
 * What is counted: behind each number, and behind "many" and "much", the first plural among the next three words up
 * to a function word; where there is none, the first of them. Operator words are passed over ("3 more apples"), but
 * for rates.
 * Nouns are told apart without their plural ending, so that "each apple" is what "3 apples" counts.
 */
function countedNouns(words: readonly string[]): ReadonlySet<string> {
  const nouns = words.flatMap((word, index) => {
    if (!isNumber(word) && word !== 'many' && word !== 'much') return [];
    const behind = words.slice(index + 1, index + 1 + REACH);
    const end = behind.findIndex((each) => FUNCTION_WORDS.has(each) || RATES.has(each) || isNumber(each));
    const open = behind
      .slice(0, end === -1 ? REACH : end)
      .filter((each) => each !== '%' && !OPERATOR_WORDS.has(each));
    const noun = open.find((each) => singular(each) !== each) ?? open[0];
    return noun === undefined ? [] : [singular(noun)];
  });
  return new Set(nouns);
}

/** A noun without the ending of its plural, where it has a regular one. */
function singular(word: string): string {
  if (/[^aeiou]ies$/.test(word)) return word.replace(/ies$/, 'y');
  if (/(s|x|z|ch|sh)es$/.test(word)) return word.replace(/es$/, '');
  return /[^s]s$/.test(word) ? word.slice(0, -1) : word;
}
