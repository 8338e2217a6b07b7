import type { ValueRange } from '../value-range.js';

/** A number of a story. Two quantities of the same value are two, told apart by identity. */
export interface Quantity {
  readonly value: number;
  /** What it could have been in the same sentence, as far as the rest of the story allows. */
  readonly range: ValueRange;
}

/** A number of a story, fixed unless told otherwise. */
export function newQuantity(value: number, lowest = value, highest = value): Quantity {
  return { value, range: { lowest, highest } };
}

/** Text in which the numbers said in digits are still known as quantities. */
export type Sentence = readonly (string | Quantity)[];

/** A template that keeps its quantities, so that a step's operand can be found again in the question. */
export function sentence(
  texts: TemplateStringsArray,
  ...values: readonly (string | Quantity | Sentence)[]
): Sentence {
  return texts.flatMap((text, index): Sentence => {
    const value = values[index] ?? '';
    return [text, ...(Array.isArray(value) ? (value as Sentence) : [value as string | Quantity])];
  });
}

/** The sentence as the reader sees it. */
export function sentenceText(said: Sentence): string {
  return said.map((part) => (typeof part === 'string' ? part : String(part.value))).join('');
}
