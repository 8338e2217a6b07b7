/** The number that an equation such as "6*2=12" comes to; null where it does not end with one. */
export function stepResult(equation: string): number | null {
  const text = equation
    .slice(equation.lastIndexOf('=') + 1)
    .replaceAll(',', '')
    .trim();
  return equation.includes('=') && /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : null;
}

/** The number that a token says, whatever mark the tokenizer puts for a space; null where it says none. */
export function numberOf(piece: string): number | null {
  const text = piece.replace(/^[\u0120\u2581\s]+/, '').trim();
  return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : null;
}
