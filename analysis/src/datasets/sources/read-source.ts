import { parse } from 'node:path';

import { AnalysisError } from '../../words/errors.js';
import { entryAt } from '../../words/required.js';
import { datasetSchema } from '../dataset.js';
import type { Dataset } from '../dataset.js';
import type { Problem } from '../problem.js';
import { checkDifficulty, readGsm8k, readGsmMini, readOrigin, recordError } from './forms.js';
import type { RecordPlace, RefusedLine } from './forms.js';
import { parseRecords } from './records.js';
import type { SourceRecord } from './records.js';
import { ACCEPTED_FORMS, readSourceText } from './source-text.js';

/** The forms of question files, told apart by their keys. */
type SourceForm = 'gsm8k' | 'origin' | 'gsm-mini' | 'dataset';

/** The problems of a file, in its order. */
export interface Source {
  readonly form: SourceForm;
  /** The file's name without folders. */
  readonly name: string;
  /** SHA-256 of the file's bytes, in hexadecimal. */
  readonly sha256: string;
  /** At least one. */
  readonly problems: readonly Problem[];
  /** Lines that are no problem; only GSM8K files have any. */
  readonly refused: readonly RefusedLine[];
  /** The file itself when it is a dataset file. */
  readonly dataset: Dataset | null;
}

function formOf(path: string, { line, value }: SourceRecord): Exclude<SourceForm, 'dataset'> {
  const keys = typeof value === 'object' && value !== null ? Object.keys(value) : [];
  if (keys.includes('gsm8k_id')) return 'origin';
  if (keys.includes('id')) return 'gsm-mini';
  if (keys.includes('question') && keys.includes('answer')) return 'gsm8k';
  const found = keys.length > 0 ? `keys ${keys.slice(0, 6).join(', ')}` : 'no keys';
  throw new AnalysisError(
    'BAD_DATASET',
    `${path}, line ${line} is JSON but no problem (${found}); ${ACCEPTED_FORMS}.`,
  );
}

/** The line of a problem for messages; that of the file's beginning where a file is too odd to tell. */
function lineOf(lines: readonly number[], index: number): number {
  return lines[index] ?? 1;
}

/** Refuses ids that occur twice; `lines` has the line of every problem. */
function checkIds(path: string, problems: readonly Problem[], lines: readonly number[]): void {
  const earlierLines = new Map<string, number>();
  for (const [index, { gsm8k_id: id }] of problems.entries()) {
    const line = lineOf(lines, index);
    const earlier = earlierLines.get(id);
    if (earlier !== undefined) {
      throw recordError(
        { path, line },
        'gsm8k_id',
        `"${id}" is already that of line ${earlier}`,
        'make ids unique',
      );
    }
    earlierLines.set(id, line);
  }
}

/** The reader of one record, by form; `stem` is the file's name without its extension. */
const READERS: Record<
  Exclude<SourceForm, 'dataset'>,
  (place: RecordPlace, value: unknown, stem: string) => Problem | RefusedLine
> = { origin: readOrigin, 'gsm-mini': readGsmMini, gsm8k: readGsm8k };

function checkDataset(path: string, value: object, lines: readonly number[]): Dataset {
  const checked = datasetSchema.safeParse(value);
  if (!checked.success) {
    const { path: place, message } = entryAt(checked.error.issues, 0, 'What is wrong');
    const [part, index] = place;
    const line = part === 'problems' && typeof index === 'number' ? lineOf(lines, index) : 1;
    throw recordError({ path, line }, place.join('.'), message, 'make the dataset file anew');
  }
  for (const [index, problem] of checked.data.problems.entries()) {
    checkDifficulty({ path, line: lineOf(lines, index) }, problem);
  }
  checkIds(path, checked.data.problems, lines);
  return checked.data;
}

/**
 * Reads problems from a file of any known form, told by its content.
 *
 * @throws AnalysisError `BAD_DATASET` naming file, line and field, and the remedy.
 */
export async function readSource(path: string): Promise<Source> {
  const source = await readSourceText(path);
  const { name, sha256 } = source;
  const content = parseRecords(source);
  if (content.kind === 'dataset') {
    const dataset = checkDataset(path, content.value, content.lines);
    return { form: 'dataset', name, sha256, problems: dataset.problems, refused: [], dataset };
  }

  const form = formOf(path, entryAt(content.records, 0, 'A record'));
  const problems: Problem[] = [];
  const lines: number[] = [];
  const refused: RefusedLine[] = [];
  for (const { line, value } of content.records) {
    const read = READERS[form]({ path, line }, value, parse(name).name);
    if ('reason' in read) {
      refused.push(read);
    } else {
      problems.push(read);
      lines.push(line);
    }
  }
  const [first] = refused;
  if (problems.length === 0 && first) {
    throw recordError(
      { path, line: first.line },
      'answer',
      first.reason,
      `no line is a problem: ${ACCEPTED_FORMS}`,
    );
  }
  checkIds(path, problems, lines);
  return { form, name, sha256, problems, refused, dataset: null };
}
