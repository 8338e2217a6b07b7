/** A number as it stands in a text. */
export interface TextNumber {
  readonly text: string;
  readonly value: number;
  /** Whether a value, or a share of 1, is this number with as many digits. */
  readonly shows: (value: number) => boolean;
}

const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹';
/** A mantissa with a power of ten, or digits with or without decimals; signs are ASCII or U+2212. */
const NUMBER = /[−-]?\d+(?:\.\d+)?(?:e[-+]?\d+| × 10⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)?/g;
/** Levels of intervals and tests, and names of methods: no numbers of a run. */
const NO_RESULT = /95 %|90 %|(?:0\.05|5 %) or|\bMcNemar\b|10⁻³⁰⁰/g;

/** The numbers of a text, without levels of intervals. */
export function numbersIn(text: string): TextNumber[] {
  return [...text.replaceAll(NO_RESULT, '').matchAll(NUMBER)].map(([found], place, all) => {
    const before = text.replaceAll(NO_RESULT, '')[(all[place]?.index ?? 0) - 1] ?? ' ';
    // "3-step", "2–4": a dash between is no sign.
    const signed = /[\w.)]/.test(before) ? found.replace(/^[−-]/, '') : found;
    return textNumber(signed);
  });
}

function textNumber(text: string): TextNumber {
  const plain = text
    .replace('−', '-')
    .replace(/ × 10(⁻?)([⁰¹²³⁴⁵⁶⁷⁸⁹]+)/, (_, sign: string, digits: string) => {
      const exponent = digits.replaceAll(/./g, (digit) => String(SUPERSCRIPTS.indexOf(digit)));
      return `e${sign === '' ? '' : '-'}${exponent}`;
    });
  const value = Number(plain);
  const [mantissa = '', exponent = '0'] = plain.split('e');
  const decimals = mantissa.split('.')[1]?.length ?? 0;
  // Half a unit of the last digit; a percentage that is whole has lost its decimal.
  const half = 0.5 * 10 ** (Number(exponent) - decimals);
  const within = (shown: number, tolerance: number): boolean =>
    Math.abs(shown - value) <= tolerance * (1 + 1e-9);
  return {
    text,
    value,
    shows: (each) =>
      (decimals === 0 && exponent === '0' ? each === value : within(each, half)) ||
      within(100 * each, Math.max(Math.min(half, 0.05), decimals === 0 ? 0.05 : half)),
  };
}
