/**
 * The first key that stands twice in one object of a JSON text, or `undefined`. `JSON.parse` keeps the last
 * of them without a word, so two readers could see two different files.
 * @param json valid JSON
 */
export function findDuplicateKey(json: string): string | undefined {
  const open: Set<string>[] = [];
  // Strings (with the colon that makes one a key) and braces are all that matters; the rest is skipped.
  for (const [token, text, colon] of json.matchAll(/("(?:[^"\\]|\\.)*")(\s*:)?|[{}]/g)) {
    if (token === '{') open.push(new Set());
    else if (token === '}') open.pop();
    else if (text !== undefined && colon !== undefined) {
      const key = JSON.parse(text) as string;
      const seen = open.at(-1);
      if (seen?.has(key)) return key;
      seen?.add(key);
    }
  }
  return undefined;
}
