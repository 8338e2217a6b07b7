/** A part of a JSON text that gives it structure. */
export interface JsonToken {
  readonly kind: '{' | '}' | '[' | ']' | ',' | ':' | 'string';
  /** Index of the first character, and of the one after the last. */
  readonly start: number;
  readonly end: number;
}

/**
 * The brackets, separators and strings of a JSON text, in order; numbers and words are passed over. Takes any text,
 * in time that grows with its length and in no memory: a regular expression would overflow its stack on a string of
 * some megabytes. A string that never ends, ends the tokens.
 */
export function* jsonTokens(text: string): Generator<JsonToken> {
  for (let start = 0; start < text.length; start++) {
    const character = text[start];
    switch (character) {
      case '{':
      case '}':
      case '[':
      case ']':
      case ',':
      case ':':
        yield { kind: character, start, end: start + 1 };
        break;
      case '"': {
        const end = endOfString(text, start);
        if (end === undefined) return;
        yield { kind: 'string', start, end };
        start = end - 1;
        break;
      }
    }
  }
}

/** The index after a string's closing quote: the first that has an even number of backslashes before it. */
function endOfString(text: string, start: number): number | undefined {
  for (let quote = text.indexOf('"', start + 1); quote >= 0; quote = text.indexOf('"', quote + 1)) {
    let first = quote;
    while (text[first - 1] === '\\') first--;
    if ((quote - first) % 2 === 0) return quote + 1;
  }
  return undefined;
}
