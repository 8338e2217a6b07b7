import { createHash } from 'node:crypto';
import { z } from 'zod';

import { AnalysisError } from '../words/errors.js';
import { lineJson } from './json-text.js';

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
export function parseEntry(line: string): JournalEntry | null {
  try {
    const { key, payload } = lineSchema.parse(JSON.parse(line));
    const entry = { key, payloadText: payloadText(payload) };
    return entryLine(entry) === line ? entry : null;
  } catch {
    return null;
  }
}
