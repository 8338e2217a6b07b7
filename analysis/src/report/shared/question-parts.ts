/** A stretch of a question. */
export interface QuestionPart {
  readonly text: string;
  readonly number: boolean;
  /** How much of the chosen thought's attention goes there; null where it is not known. */
  readonly weight: number | null;
  /** A token that does not stand in the question, such as the one at its start. */
  readonly special: boolean;
}

const NUMBER = /\d[\d,]*(?:\.\d+)?/g;

/** A question cut at its numbers. */
export function questionParts(question: string): QuestionPart[] {
  const parts: QuestionPart[] = [];
  let end = 0;
  const add = (text: string, number: boolean): void => {
    if (text !== '') parts.push({ text, number, weight: null, special: false });
  };
  for (const { 0: found, index } of question.matchAll(NUMBER)) {
    // "1,200" is one number, but the comma of "3, 4" is none of it.
    const text = found.replace(/,+$/, '');
    add(question.slice(end, index), false);
    add(text, true);
    end = index + text.length;
  }
  add(question.slice(end), false);
  return parts;
}

/** What tokenizers write for a space at a token's start. */
const SPACE_MARKS = /^[\u0120\u2581]/;

/**
 * A question cut into its tokens with a weight each; spaces of the question between tokens stay where they are.
 * Tokens that do not stand in the question (such as BOS, or unknown words) are shown as they are.
 */
export function weightedParts(
  question: string,
  tokens: readonly { readonly piece: string; readonly number: boolean; readonly weight: number | null }[],
): QuestionPart[] {
  const parts: QuestionPart[] = [];
  let end = 0;
  for (const { piece, number, weight } of tokens) {
    const text = piece.replace(SPACE_MARKS, ' ').trim();
    const found = text === '' ? -1 : question.indexOf(text, end);
    // A token that is next but for spaces; one further on would swallow what stands between.
    const next = found >= 0 && question.slice(end, found).trim() === '';
    if (next) {
      if (found > end)
        parts.push({ text: question.slice(end, found), number: false, weight: null, special: false });
      parts.push({ text, number, weight, special: false });
      end = found + text.length;
      continue;
    }
    // An unknown word: its place is up to the next space.
    const rest = /^\s*\S+/.exec(question.slice(end))?.[0];
    if (/^<unk>$/.test(text) && rest !== undefined) {
      parts.push({ text: rest, number: /\d/.test(rest), weight, special: false });
      end += rest.length;
    } else if (text !== '') parts.push({ text, number: false, weight, special: true });
  }
  if (end < question.length)
    parts.push({ text: question.slice(end), number: false, weight: null, special: false });
  return parts;
}
