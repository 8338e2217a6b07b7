import { jsonTokens } from '../json-tokens.js';

/**
 * The first key that stands twice in one object of a JSON text, or `undefined`. `JSON.parse` keeps the last
 * of them without a word, so two readers could see two different files.
 * @param json valid JSON
 */
export function findDuplicateKey(json: string): string | undefined {
  const open: Set<string>[] = [];
  let text = '';
  for (const { kind, start, end } of jsonTokens(json)) {
    if (kind === '{') open.push(new Set());
    else if (kind === '}') open.pop();
    else if (kind === 'string') text = json.slice(start, end);
    else if (kind === ':') {
      // Outside of strings a colon follows nothing but a key.
      const key = JSON.parse(text) as string;
      const seen = open.at(-1);
      if (seen?.has(key)) return key;
      seen?.add(key);
    }
  }
  return undefined;
}
