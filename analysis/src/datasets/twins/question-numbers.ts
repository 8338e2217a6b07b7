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

/** Words that say a number in English, as questions use them; "half" is the 2 that a step divides by. */
const NUMBER_WORDS: Readonly<Record<number, string>> = {
  1: 'one|single',
  2: 'two|twice|double|doubles|doubled|half|halves|halved|pair|both|second',
  3: 'three|thrice|triple|triples|tripled|third|thirds',
  4: 'four|quarter|quarters|fourth|fourths|quadruple|quadruples',
  5: 'five|fifth|fifths',
  6: 'six|sixth|sixths',
  7: 'seven|seventh|sevenths',
  8: 'eight|eighth|eighths',
  9: 'nine|ninth|ninths',
  10: 'ten|tenth|tenths',
  11: 'eleven',
  12: 'twelve|dozen|dozens',
};

const VALUE_OF = new Map(
  Object.entries(NUMBER_WORDS).flatMap(([value, words]) =>
    words.split('|').map((word) => [word, Number(value)] as const),
  ),
);

/** The numbers that a question says by words instead of digits. */
export function numbersInWords(question: string): Set<number> {
  const words = question.toLowerCase().match(/[a-z]+/g) ?? [];
  return new Set(words.flatMap((word) => VALUE_OF.get(word) ?? []));
}
