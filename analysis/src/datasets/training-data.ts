import { AnalysisError } from '../words/errors.js';
import { writePieces } from '../runs/atomic-write.js';
import { lineJson } from '../runs/json-text.js';
import { generate } from './gsm-mini/generate.js';
import type { GenerateOptions } from './gsm-mini/generate.js';
import { readSource } from './sources/read-source.js';

/** Lines that are written at a time. */
const LINES_A_PIECE = 2000;

/** What training data to write. */
interface TrainingDataOptions extends Omit<GenerateOptions, 'exclude'> {
  /** The file to write. */
  readonly out: string;
  /** A question file of any known form; its questions do not occur. */
  readonly excludeFile?: string;
  readonly signal?: AbortSignal;
}

function* generatedLines(options: GenerateOptions, signal?: AbortSignal): Generator<string> {
  let lines: string[] = [];
  for (const problem of generate(options)) {
    lines.push(`${lineJson(problem)}\n`);
    if (lines.length < LINES_A_PIECE) continue;
    signal?.throwIfAborted();
    yield lines.join('');
    lines = [];
  }
  yield lines.join('');
}

/**
 * Writes generated problems as JSON lines, the form of `models/codi-mini/test.jsonl`. The problems are made while
 * they are written, so that 400,000 of them need no more memory than the digests of their questions.
 *
 * @throws AnalysisError `BAD_DATASET` about the excluded file, `UNWRITABLE` about the one to write; then, and when
 *   the signal aborts, nothing is left behind.
 */
export async function writeTrainingData(options: TrainingDataOptions): Promise<void> {
  const { out, excludeFile, signal, ...generateOptions } = options;
  if (!Number.isSafeInteger(options.count) || options.count < 1) {
    throw new AnalysisError('BAD_ARGUMENT', `${options.count} problems cannot be made; ask for at least 1.`);
  }
  const excluded = excludeFile === undefined ? null : await readSource(excludeFile);
  const exclude = excluded?.problems.map((problem) => problem.question) ?? [];
  await writePieces(out, generatedLines({ ...generateOptions, exclude }, signal));
}
