import { AnalysisError } from '../words/errors.js';
import { headerLine, parseEntry } from './journal-line.js';

const NEWLINE = 10;

/** What a journal holds. */
export interface JournalContent {
  /** The JSON line of each payload by key, in the file's order. */
  readonly payloads: Map<string, string>;
  /** Bytes up to the end of the last whole line; what stands behind was being written when the process died. */
  readonly wholeBytes: number;
}

/** The lines that end in a newline; a text that does not is not one. */
function* wholeLines(bytes: Buffer): Generator<{ number: number; text: string; end: number }> {
  let start = 0;
  for (let number = 1; ; number++) {
    const newline = bytes.indexOf(NEWLINE, start);
    if (newline < 0) return;
    yield { number, text: bytes.toString('utf8', start, newline), end: newline + 1 };
    start = newline + 1;
  }
}

function corrupt(path: string, line: number, fact: string, remedy: string): AnalysisError {
  return new AnalysisError('BAD_RUN_FOLDER', `${path}, line ${line}: ${fact}; ${remedy}.`);
}

/**
 * Reads a journal. A torn last line is left out; a key that comes again is the same rollout and does not count.
 *
 * @throws AnalysisError `BAD_RUN_FOLDER` naming the line, when it is another run's journal or a line is damaged.
 */
export function readJournal(path: string, bytes: Buffer, runKey: string): JournalContent {
  const header = headerLine(runKey);
  const payloads = new Map<string, string>();
  let wholeBytes = 0;
  for (const { number, text, end } of wholeLines(bytes)) {
    if (number === 1) {
      if (text !== header) {
        throw corrupt(
          path,
          1,
          'this is not the journal of this run',
          'put the right file back, or choose another name',
        );
      }
    } else {
      const entry = parseEntry(text);
      if (!entry) {
        throw corrupt(
          path,
          number,
          'the line is damaged',
          'delete the line, and --resume runs its rollout again',
        );
      }
      if (!payloads.has(entry.key)) payloads.set(entry.key, entry.payloadText);
    }
    wholeBytes = end;
  }
  if (wholeBytes === 0 && !`${header}\n`.startsWith(bytes.toString('utf8'))) {
    throw corrupt(
      path,
      1,
      'this is not the journal of this run',
      'put the right file back, or choose another name',
    );
  }
  return { payloads, wholeBytes };
}
