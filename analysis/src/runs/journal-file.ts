import { createHash } from 'node:crypto';
import { z } from 'zod';

import { AnalysisError } from '../words/errors.js';
import { lineJson } from './json-text.js';
import { experimentOf } from './manifest.js';

const lineSchema = z.object({ key: z.string().min(1), checksum: z.string(), payload: z.unknown() });

/** One finished rollout as the journal holds it. */
export interface JournalEntry {
  readonly key: string;
  /** The payload as one line of JSON. */
  readonly payloadText: string;
}

/** The journal's first line, without its newline; `runKey` hashes everything that decides the results. */
export function headerLine(runKey: string): string {
  return lineJson({ schema_version: 1, kind: 'rollouts', run_key: runKey });
}

/** The line of an entry, without its newline. The checksum is the beginning of a SHA-256 of key and payload. */
export function entryLine({ key, payloadText }: JournalEntry): string {
  const checksum = createHash('sha256').update(`${key}\n${payloadText}`).digest('hex').slice(0, 16);
  return `{"key":${lineJson(key)},"checksum":"${checksum}","payload":${payloadText}}`;
}

/**
 * The payload as one line of JSON.
 *
 * @throws AnalysisError `BAD_ARGUMENT` when JSON cannot hold it.
 */
export function payloadText(payload: unknown): string {
  if (payload === undefined) {
    throw new AnalysisError(
      'BAD_ARGUMENT',
      'A rollout without a payload cannot be journalled; pass its result.',
    );
  }
  return lineJson(payload);
}

/** The entry of a line; null when the line is not, byte for byte, what `entryLine` wrote. */
function parseEntry(line: string): JournalEntry | null {
  try {
    const { key, payload } = lineSchema.parse(JSON.parse(line));
    const entry = { key, payloadText: payloadText(payload) };
    return entryLine(entry) === line ? entry : null;
  } catch {
    return null;
  }
}

/**
 * The journal's order when an experiment finishes: experiments by name, this one's rollouts in the order of its plan,
 * those of the others in the order they have. So a folder whose experiments are all finished has the same journal,
 * whichever came first.
 *
 * @returns every key of `keys`, once.
 */
export function journalOrder(keys: readonly string[], finished: string, plan: readonly string[]): string[] {
  const byExperiment = new Map<string, Set<string>>();
  for (const key of keys) {
    const name = experimentOf(key);
    byExperiment.set(name, (byExperiment.get(name) ?? new Set()).add(key));
  }
  const own = byExperiment.get(finished) ?? new Set();
  byExperiment.set(finished, new Set([...plan.filter((key) => own.has(key)), ...own]));
  return [...byExperiment.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([, group]) => [...group]);
}

const NEWLINE = 10;

/** What a journal holds. */
interface JournalContent {
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
          'delete the line, and its rollout runs again when the run is resumed',
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
