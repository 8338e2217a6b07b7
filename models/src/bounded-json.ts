import { ModelError } from './errors.js';
import { jsonTokens } from './json-tokens.js';

/** How much a JSON text may become in memory, which can be fifty times its length. */
export interface JsonLimits {
  /** Brackets that open, commas and colons. */
  readonly mostMarks: number;
  /** Objects and lists within each other. */
  readonly deepest: number;
}

/**
 * A JSON text's value. Its structure is measured before anything is made of it.
 * @param path the file, for messages
 * @throws ModelError HOSTILE_FILE beyond a limit, BAD_FILE if it is not JSON
 */
export function parseBoundedJson(path: string, text: string, { mostMarks, deepest }: JsonLimits): unknown {
  let depth = 0;
  let marks = 0;
  for (const { kind } of jsonTokens(text)) {
    if (kind === 'string') continue;
    if (kind === '}' || kind === ']') {
      depth--;
      continue;
    }
    if (kind === '{' || kind === '[') depth++;
    if (depth > deepest) throw tooMuch(path, `is nested more than ${deepest} deep`);
    marks++;
    if (marks > mostMarks) throw tooMuch(path, `holds more than ${mostMarks} values`);
  }
  try {
    return JSON.parse(text);
  } catch (cause) {
    const remedy = 'it may be an unfinished download or a Git LFS pointer: fetch the file again';
    throw new ModelError('BAD_FILE', `${path}: its JSON is not valid; ${remedy}`, { cause });
  }
}

function tooMuch(path: string, fact: string): ModelError {
  const remedy = 'do not use this file, get it from a source you trust';
  return new ModelError('HOSTILE_FILE', `${path}: its JSON ${fact}, as no model's is; ${remedy}`);
}
