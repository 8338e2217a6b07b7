import { open, readFile } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';

import { AnalysisError } from '../errors.js';
import { writeFileAtomically, writePieces } from './atomic-write.js';
import { entryLine, headerLine, payloadText } from './journal-line.js';
import { readJournal } from './read-journal.js';
import { writeError } from './write-error.js';

/** Lines that go to the disk together. */
interface Batch {
  readonly lines: string[];
  readonly done: Promise<void>;
}

async function readIfThere(path: string): Promise<Buffer | null> {
  try {
    return await readFile(path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw writeError(path, error);
  }
}

/**
 * The append-only journal of finished rollouts, `results/rollouts.jsonl`. An append is done when the line is on the
 * disk. Appends that come while others are being written share one write and one sync.
 */
export class Journal {
  readonly #payloads: Map<string, string>;
  readonly #underWay = new Map<string, Promise<void>>();
  #batch: Batch | null = null;
  #lastWrite: Promise<void> = Promise.resolve();
  #failure: Error | null = null;
  #open = true;

  private constructor(
    readonly path: string,
    readonly runKey: string,
    private readonly file: FileHandle,
    payloads: Map<string, string>,
  ) {
    this.#payloads = payloads;
  }

  /**
   * Opens the journal of a run, making it when there is none and cutting off a torn last line.
   *
   * @throws AnalysisError `BAD_RUN_FOLDER` as `readJournal` does, `UNWRITABLE`.
   */
  static async open(path: string, runKey: string): Promise<Journal> {
    const bytes = (await readIfThere(path)) ?? Buffer.alloc(0);
    const { payloads, wholeBytes } = readJournal(path, bytes, runKey);
    if (wholeBytes === 0) await writeFileAtomically(path, `${headerLine(runKey)}\n`);
    const file = await open(path, 'a').catch((error: unknown) => {
      throw writeError(path, error);
    });
    try {
      if (wholeBytes > 0 && wholeBytes < bytes.length) {
        await file.truncate(wholeBytes);
        await file.datasync();
      }
    } catch (error) {
      await file.close();
      throw writeError(path, error);
    }
    return new Journal(path, runKey, file, payloads);
  }

  /** Keys of the rollouts that are on the disk. */
  keys(): IterableIterator<string> {
    return this.#payloads.keys();
  }

  has(key: string): boolean {
    return this.#payloads.has(key);
  }

  /** The payload as JSON gives it back, the same whether it was appended just now or read; undefined if absent. */
  payload(key: string): unknown {
    const text = this.#payloads.get(key);
    return text === undefined ? undefined : JSON.parse(text);
  }

  /**
   * Appends a finished rollout; resolves when it is on the disk. A key that is there already changes nothing.
   *
   * @throws AnalysisError `UNWRITABLE`; after that the journal takes no more lines, and a resumed run cuts off what
   *   was written in part.
   */
  append(key: string, payload: unknown): Promise<void> {
    if (!this.#open) {
      const message = `${this.path} is closed; append before the run is finished or closed.`;
      return Promise.reject(new AnalysisError('BAD_ARGUMENT', message));
    }
    if (this.#payloads.has(key)) return Promise.resolve();
    const earlier = this.#underWay.get(key);
    if (earlier) return earlier;
    const text = payloadText(payload);
    const batch = (this.#batch ??= this.#newBatch());
    batch.lines.push(`${entryLine({ key, payloadText: text })}\n`);
    const done = batch.done.then(() => {
      this.#payloads.set(key, text);
      this.#underWay.delete(key);
    });
    this.#underWay.set(key, done);
    return done;
  }

  #newBatch(): Batch {
    const lines: string[] = [];
    const done = this.#lastWrite.then(() => {
      this.#batch = null;
      return this.#write(lines);
    });
    this.#lastWrite = done.catch(() => undefined);
    return { lines, done };
  }

  async #write(lines: readonly string[]): Promise<void> {
    if (this.#failure) throw this.#failure;
    try {
      await this.file.appendFile(lines.join(''));
      await this.file.datasync();
    } catch (error) {
      this.#failure = writeError(this.path, error);
      throw this.#failure;
    }
  }

  /** Closes the journal and puts its lines into the order of `keys`, which must all be there. */
  async rewrite(keys: readonly string[]): Promise<void> {
    await this.close();
    if (this.#failure) throw this.#failure;
    const payloads = this.#payloads;
    function* lines(runKey: string): Generator<string> {
      yield `${headerLine(runKey)}\n`;
      for (const key of keys) yield `${entryLine({ key, payloadText: payloads.get(key) ?? '' })}\n`;
    }
    await writePieces(this.path, lines(this.runKey));
  }

  /** Waits for the appends that were asked for, then closes the file. */
  async close(): Promise<void> {
    if (!this.#open) return;
    this.#open = false;
    await this.#lastWrite;
    await this.file.close();
  }
}
