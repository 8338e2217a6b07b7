import { z } from 'zod';

import { AnalysisError } from '../../words/errors.js';
import { entryAt } from '../../words/required.js';
import { ACCEPTED_FORMS } from './source-text.js';
import type { SourceText } from './source-text.js';

/** One problem of a source file before its form is known. */
export interface SourceRecord {
  /** The line that it begins on, counted from 1. */
  readonly line: number;
  readonly value: unknown;
}

/** A source file taken apart: records, or the one object that a dataset file is. */
type SourceContent =
  | { readonly kind: 'records'; readonly records: readonly SourceRecord[] }
  | { readonly kind: 'dataset'; readonly value: object; readonly lines: readonly number[] };

/** The key of a dataset's problems up to their bracket; a value of that text has no colon behind it. */
const PROBLEMS_KEY = /"problems"\s*:\s*\[/;

const datasetMark = z.looseObject({ kind: z.literal('dataset') });

/** The line of the place that a `JSON.parse` message names; the last line when the text just ends. */
function errorLine(text: string, cause: unknown): number {
  const position = /at position (\d+)/.exec(cause instanceof Error ? cause.message : '')?.[1];
  return text
    .slice(0, position === undefined ? text.length : Number(position))
    .trimEnd()
    .split('\n').length;
}

function notJson(source: SourceText, line: number, cause: unknown): AnalysisError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new AnalysisError(
    'BAD_DATASET',
    `${source.path}, line ${line} is no JSON (${reason}); correct that line, or download the file again if it was cut off.`,
    { cause },
  );
}

/** At least one record: the text is not empty. */
function parseLines(source: SourceText): SourceRecord[] {
  const records: SourceRecord[] = [];
  for (const [index, lineText] of source.text.split('\n').entries()) {
    if (lineText.trim() === '') continue;
    try {
      records.push({ line: index + 1, value: JSON.parse(lineText) });
    } catch (cause) {
      throw notJson(source, index + 1, cause);
    }
  }
  return records;
}

/** Whether the file's first line is a JSON value by itself. */
function beginsWithJsonLine(text: string): boolean {
  try {
    JSON.parse(text.trimStart().split('\n', 1)[0] ?? '');
    return true;
  } catch {
    return false;
  }
}

/**
 * The lines (counted from 1) that the items of a JSON array begin on. `start` is the place of the array's bracket
 * in the text, which must be valid JSON.
 */
function itemLines(text: string, start: number): number[] {
  const lines: number[] = [];
  let line = text.slice(0, start).split('\n').length;
  let depth = 0;
  let inString = false;
  let awaitsItem = false;
  for (let place = start; place < text.length; place++) {
    const character = text.charAt(place);
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

/**
 * Takes a file apart by what is in it, not by its extension: JSON lines, a JSON array, or a dataset file.
 *
 * @throws AnalysisError `BAD_DATASET` naming the line that is no JSON, or when it is JSON of another kind.
 */
export function parseRecords(source: SourceText): SourceContent {
  const { text, path } = source;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    if (text.trimStart().startsWith('{') && beginsWithJsonLine(text)) {
      return { kind: 'records', records: parseLines(source) };
    }
    throw notJson(source, errorLine(text, cause), cause);
  }
  if (Array.isArray(value)) {
    if (value.length === 0) {
      throw new AnalysisError(
        'BAD_DATASET',
        `${path} is an empty array, without a problem; ${ACCEPTED_FORMS}.`,
      );
    }
    const lines = itemLines(text, text.indexOf('['));
    return {
      kind: 'records',
      records: value.map((item: unknown, index) => ({
        line: entryAt(lines, index, 'The line of a record'),
        value: item,
      })),
    };
  }
  const dataset = datasetMark.safeParse(value);
  if (dataset.success) {
    const [key] = PROBLEMS_KEY.exec(text) ?? [];
    const lines = key === undefined ? [] : itemLines(text, text.indexOf(key) + key.length - 1);
    return { kind: 'dataset', value: dataset.data, lines };
  }
  // A file of one JSON line is also a JSON object.
  return { kind: 'records', records: [{ line: 1, value }] };
}
