/**
 * The lines (counted from 1) that the items of a JSON array begin on. `start` is the place of the array's bracket
 * in the text, which must be valid JSON.
 */
export function itemLines(text: string, start: number): number[] {
  const lines: number[] = [];
  let line = text.slice(0, start).split('\n').length;
  let depth = 0;
  let inString = false;
  let awaitsItem = false;
  for (let place = start; place < text.length; place++) {
    const character = text[place] ?? '';
    if (character === '\n') line += 1;
    if (inString) {
      if (character === '\\') place += 1;
      else if (character === '"') inString = false;
      continue;
    }
    if (awaitsItem && character !== ']' && character.trim() !== '') {
      lines.push(line);
      awaitsItem = false;
    }
    if (character === '"') inString = true;
    else if (character === '{' || character === '[') depth += 1;
    else if (character === '}' || character === ']') depth -= 1;
    if (depth === 0) break;
    if (depth === 1 && (place === start || character === ',')) awaitsItem = true;
  }
  return lines;
}
