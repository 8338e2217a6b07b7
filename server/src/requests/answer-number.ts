/**
 * The number that a text answers with: its last number, commas stripped; null when it has none. This is the
 * official implementation's reading: `-?\d+\.?\d*` over the text without commas.
 */
export function predictedNumber(text: string): string | null {
  const found = text.replaceAll(',', '').match(/-?\d+\.?\d*/g);
  return found?.at(-1)?.replace(/\.$/, '') ?? null;
}

/**
 * A gold answer as the model would write it: a decimal without commas, leading zeros or zeros behind the point. Null
 * when it is no decimal.
 */
export function goldNumber(text: string): string | null {
  const plain = text.trim().replaceAll(',', '').replace(/^\+/, '');
  const [, minus = '', whole = '', part = ''] = /^(-?)0*(\d+)(?:\.(\d*?)0*)?$/.exec(plain) ?? [];
  if (whole === '') return null;
  const digits = part === '' ? whole : `${whole}.${part}`;
  return digits === '0' ? '0' : minus + digits;
}

/** Whether two decimals are the same number. */
export function sameNumber(left: string, right: string): boolean {
  return Number(left) === Number(right);
}

/**
 * The index of the generated token that holds the beginning of the answer's number, a minus sign included; null when
 * the text has no number. `textOf(n)` is the text of the first n tokens.
 */
export function numberToken(tokens: number, textOf: (count: number) => string): number | null {
  const matches = [...textOf(tokens).matchAll(/-?\d[\d,]*\.?\d*/g)];
  const at = matches.at(-1)?.index;
  if (at === undefined) return null;
  for (let count = 1; count <= tokens; count++) if (textOf(count).length > at) return count - 1;
  return null;
}
