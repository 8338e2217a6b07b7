import type { TokenClass } from './results.js';
import { tokenSpans } from './token-spans.js';
import { classedWords } from './word-class.js';

/**
 * The class of each token of a question: that of the first word that it has a part of, so that every token of a word
 * has the word's class, whatever the tokenizer cuts. Tokens without a word (BOS, punctuation) are `other`.
 */
export function tokenClasses(question: string, pieces: readonly string[]): TokenClass[] {
  const words = classedWords(question);
  return tokenSpans(question, pieces).map(
    ({ start, end }) => words.find((word) => word.start < end && start < word.end)?.class ?? 'other',
  );
}
