import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';

import { AnalysisError } from '../../words/errors.js';

/** A larger file is no question file; JavaScript cannot hold its text. */
const MAX_SOURCE_BYTES = 256 * 2 ** 20;

/** A source file, read and decoded. */
export interface SourceText {
  /** The file's path as it was given, for messages. */
  readonly path: string;
  /** The file's name without folders, for what is written. */
  readonly name: string;
  /** SHA-256 of the bytes, in hexadecimal. */
  readonly sha256: string;
  /** The text without a byte order mark. */
  readonly text: string;
}

function bad(path: string, fact: string, remedy: string, cause?: unknown): AnalysisError {
  return new AnalysisError('BAD_DATASET', `${path} ${fact}; ${remedy}.`, { cause });
}

/** What to give instead, for the end of messages. */
export const ACCEPTED_FORMS =
  "give a GSM8K JSONL file, the origin's JSON array, a JSONL file of the built-in generator or a dataset file";

function decode(path: string, bytes: Uint8Array): string {
  if (bytes.includes(0)) throw bad(path, 'is a binary file', ACCEPTED_FORMS);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw bad(path, 'is not UTF-8 text', `save it as UTF-8, or ${ACCEPTED_FORMS}`, cause);
  }
}

/**
 * Reads a source file as text.
 *
 * @throws AnalysisError `BAD_DATASET` when it cannot be read, is too large, empty, binary or a web page.
 */
export async function readSourceText(path: string): Promise<SourceText> {
  let bytes: Buffer;
  try {
    const { size } = await stat(path);
    if (size > MAX_SOURCE_BYTES) {
      throw bad(path, `has ${size} bytes, more than ${MAX_SOURCE_BYTES}`, 'split it into smaller files');
    }
    bytes = await readFile(path);
  } catch (cause) {
    if (cause instanceof AnalysisError) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw bad(path, `cannot be read (${reason})`, 'check the path and its permissions', cause);
  }
  const text = decode(path, bytes);
  const beginning = text.trimStart().slice(0, 1);
  if (beginning === '') throw bad(path, 'is empty', ACCEPTED_FORMS);
  if (beginning === '<') {
    throw bad(
      path,
      'is a web page (HTML or XML), not data',
      'download the raw file instead of the page about it',
    );
  }
  return { path, name: basename(path), sha256: createHash('sha256').update(bytes).digest('hex'), text };
}
