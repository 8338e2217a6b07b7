const MINUS = '\u2212';
const SUPERSCRIPTS: Readonly<Record<string, string>> = {
  '-': '⁻',
  0: '⁰',
  1: '¹',
  2: '²',
  3: '³',
  4: '⁴',
  5: '⁵',
  6: '⁶',
  7: '⁷',
  8: '⁸',
  9: '⁹',
};

/** A number with fixed decimals and a real minus sign; what rounds to zero has no sign. */
export function fixed(value: number, decimals: number): string {
  const text = Math.abs(value).toFixed(decimals);
  return value < 0 && Number(text) !== 0 ? MINUS + text : text;
}

/** A correlation with two decimals, or three where two would show zero: the sign must stay visible. */
export function correlationText(r: number): string {
  return fixed(r, Math.abs(r) < 0.005 ? 3 : 2);
}

/** "p = 0.022", or in powers of ten below 0.001. */
export function pText(p: number): string {
  if (p === 0) return 'p < 10⁻³⁰⁰';
  if (p >= 0.001) return `p = ${p.toFixed(3)}`;
  const [digits = '', exponent = ''] = p.toExponential(1).split('e');
  return `p = ${digits} × 10${exponent.replace(/./g, (sign) => SUPERSCRIPTS[sign] ?? sign)}`;
}

/** A share as "30 %" or "21.9 %". */
export function percent(share: number): string {
  return `${fixed(100 * share, 1).replace('.0', '')} %`;
}

/** An interval of shares as "21.9 to 39.6 %". */
export function percentInterval([low, high]: readonly [number, number]): string {
  return `${percent(low).slice(0, -2)} to ${percent(high)}`;
}

/** "thought 3", "thoughts 1, 2 and 5". */
export function thoughtList(thoughts: readonly number[]): string {
  const last = thoughts.at(-1);
  if (last === undefined) return 'no thought';
  if (thoughts.length === 1) return `thought ${last}`;
  return `thoughts ${thoughts.slice(0, -1).join(', ')} and ${last}`;
}

/** A layer and what it is called: "7 (late)", or "7" where the name says nothing more. */
export function layerText({ layer, name }: { readonly layer: number; readonly name: string }): string {
  return name === '' || name === String(layer) ? String(layer) : `${layer} (${name})`;
}
