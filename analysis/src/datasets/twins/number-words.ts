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
