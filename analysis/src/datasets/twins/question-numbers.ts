/** A number in digits in the text of a question. */
export interface QuestionNumber {
  /** Which of the question's numbers, counted from 1. */
  readonly number: number;
  /** Which of the question's words (parted by white space), counted from 1. */
  readonly word: number;
  /** Where it begins in the text, in UTF-16 units from 0. */
  readonly start: number;
  readonly text: string;
  readonly value: number;
  /** Whether a step can calculate with it as it stands: it is no percentage, fraction, ordinal or time of day. */
  readonly plain: boolean;
}

const NUMBER = /\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+/g;

function standsForItself(before: string, after: string): boolean {
  return !/[\w./:-]$/.test(before) && !/^(?:\w|[/:]\d|\s*(?:%|percent\b|per cent\b))/i.test(after);
}

/** The numbers of a question that are written in digits, in order. */
export function questionNumbers(question: string): QuestionNumber[] {
  return [...question.matchAll(NUMBER)].map((match, index) => {
    const [text] = match;
    const before = question.slice(0, match.index);
    return {
      number: index + 1,
      word: before.split(/\s+/).length,
      start: match.index,
      text,
      value: Number(text.replaceAll(',', '')),
      plain: standsForItself(before, question.slice(match.index + text.length)),
    };
  });
}

/** The question with one of its numbers changed, everything else as it is. */
export function withNumber(question: string, { start, text }: QuestionNumber, to: number): string {
  return `${question.slice(0, start)}${to}${question.slice(start + text.length)}`;
}
