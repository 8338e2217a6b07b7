import type { TokenClass } from './results.js';
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

/** Where a token stands in its text: from `start` up to `end`; empty for a token that stands for nothing in it. */
export interface TokenSpan {
  readonly start: number;
  readonly end: number;
}

/**
 * Where each piece of a tokenised text stands. A piece that is not in the text itself (a special token, the unknown
 * token, a part of a character) takes what is left between its neighbours.
 */
export function tokenSpans(text: string, pieces: readonly string[]): TokenSpan[] {
  const spans: (TokenSpan | null)[] = [];
  let at = 0;
  for (const [index, piece] of pieces.entries()) {
    const span = find(text, piece.trim(), at, spans[index - 1] === null);
    spans.push(span);
    if (span) at = span.end;
  }
  return spans.map((span, index) => span ?? gapAt(text, spans, index));
}

/** The piece at `from`, white space skipped; behind a piece that was not found, where next it begins a word. */
function find(text: string, piece: string, from: number, behindUnknown: boolean): TokenSpan | null {
  if (piece === '') return null;
  const here = text.length - text.slice(from).trimStart().length;
  if (text.startsWith(piece, here)) return { start: here, end: here + piece.length };
  if (!behindUnknown) return null;
  const inWord = (index: number): boolean =>
    /[\p{L}\p{N}]$/u.test(text.slice(0, index)) && /^[\p{L}\p{N}]/u.test(piece);
  let start = text.indexOf(piece, from);
  while (start !== -1 && inWord(start)) start = text.indexOf(piece, start + 1);
  return start === -1 ? null : { start, end: start + piece.length };
}

/** What is between the nearest pieces that were found. */
function gapAt(text: string, spans: readonly (TokenSpan | null)[], index: number): TokenSpan {
  const before = spans.slice(0, index).findLast((span) => span !== null);
  const behind = spans.slice(index).find((span) => span !== null);
  return { start: before?.end ?? 0, end: behind?.start ?? text.length };
}
