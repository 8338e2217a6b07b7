/**
 * The number that the origin's scripts read off a text: the first of `#### N`, "answer|total|result", "is" or not,
 * colon or equals sign and N, and a number at the very end; else the last number. It keeps no commas, so "2,125" is 2
 * (or 125 as the last one). Null when there is none.
 */
export function originNumber(text: string): string | null {
  const patterns = [
    /####\s*(-?\d+(?:\.\d+)?)/,
    /(?:answer|total|result)\s*(?:is)?\s*[:=]\s*\$?(-?\d+(?:\.\d+)?)/i,
    /(-?\d+(?:\.\d+)?)\s*$/,
  ];
  for (const pattern of patterns) {
    const found = pattern.exec(text)?.[1];
    if (found !== undefined) return found;
  }
  return text.match(/-?\d+(?:\.\d+)?/g)?.at(-1) ?? null;
}

/** Whether the origin's scripts take two numbers for the same. */
export function originSame(left: string, right: string): boolean {
  return Math.abs(Number(left) - Number(right)) < 0.01;
}
