import { open, readFile } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';

import { AnalysisError } from '../words/errors.js';
import { required } from '../words/required.js';
import { writeError, writeFileAtomically, writePieces } from './atomic-write.js';
import { entryLine, headerLine, payloadText, readJournal } from './journal-file.js';
import type { JournalEntry } from './journal-file.js';

/** Rollouts that go to the disk together. */
interface Batch {
  readonly entries: JournalEntry[];
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

async function openForAppend(path: string): Promise<FileHandle> {
  return open(path, 'a').catch((error: unknown) => {
    throw writeError(path, error);
  });
}

/**
 * The append-only journal of finished rollouts, `results/rollouts.jsonl`. An append is done when the line is on the
 * disk. Appends that come while others are being written share one write and one sync.
 */
export class Journal {
  /** In the order of the file. */
  #payloads: Map<string, string>;
  #file: FileHandle;
  readonly #underWay = new Map<string, Promise<void>>();
  #batch: Batch | null = null;
  #lastWrite: Promise<void> = Promise.resolve();
  #failure: Error | null = null;
  #open = true;

  private constructor(
    readonly path: string,
    readonly runKey: string,
    file: FileHandle,
    payloads: Map<string, string>,
  ) {
    this.#file = file;
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
    const file = await openForAppend(path);
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

  /** Keys of the rollouts that are on the disk, in the order of the file. */
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
    if (!this.#open) return Promise.reject(this.#closed());
    if (this.#payloads.has(key)) return Promise.resolve();
    const earlier = this.#underWay.get(key);
    if (earlier) return earlier;
    const entry = { key, payloadText: payloadText(payload) };
    const { entries, done } = (this.#batch ??= this.#newBatch());
    entries.push(entry);
    this.#underWay.set(key, done);
    return done;
  }

  #newBatch(): Batch {
    const entries: JournalEntry[] = [];
    const done = this.#inTurn(() => {
      this.#batch = null;
      return this.#write(entries);
    });
    return { entries, done };
  }

  /** Does one thing with the file after the other; after a failure nothing more. */
  #inTurn(write: () => Promise<void>): Promise<void> {
    const done = this.#lastWrite.then(async () => {
      try {
        if (!this.#failure) await write();
      } catch (error) {
        this.#failure = writeError(this.path, error);
      }
      if (this.#failure) throw this.#failure;
    });
    this.#lastWrite = done.catch(() => undefined);
    return done;
  }

  async #write(entries: readonly JournalEntry[]): Promise<void> {
    await this.#file.appendFile(entries.map((entry) => `${entryLine(entry)}\n`).join(''));
    await this.#file.datasync();
    for (const { key, payloadText: text } of entries) {
      this.#payloads.set(key, text);
      this.#underWay.delete(key);
    }
  }

  /**
   * Puts the lines into another order, the file being there as a whole at any moment. Appends that come meanwhile
   * wait.
   *
   * @param order gives the keys that it gets, each once, in their new order.
   * @throws AnalysisError `UNWRITABLE`; after that the journal takes no more lines.
   */
  rewrite(order: (keys: readonly string[]) => readonly string[]): Promise<void> {
    if (!this.#open) return Promise.reject(this.#closed());
    // What was appended before belongs to the file that is written anew; what comes later to a batch after it.
    this.#batch = null;
    return this.#inTurn(() => this.#replace(order([...this.keys()])));
  }

  async #replace(keys: readonly string[]): Promise<void> {
    const entries = keys.map((key) => ({
      key,
      payloadText: required(this.#payloads.get(key), `The rollout ${key} of ${this.path}`),
    }));
    function* lines(runKey: string): Generator<string> {
      yield `${headerLine(runKey)}\n`;
      for (const entry of entries) yield `${entryLine(entry)}\n`;
    }
    // Not every system renames over an open file.
    await this.#file.close();
    await writePieces(this.path, lines(this.runKey));
    this.#file = await openForAppend(this.path);
    this.#payloads = new Map(entries.map(({ key, payloadText: text }) => [key, text]));
  }

  #closed(): AnalysisError {
    return new AnalysisError('BAD_ARGUMENT', `${this.path} is closed; append before the run is closed.`);
  }

  /** Waits for what was asked for, then closes the file. */
  async close(): Promise<void> {
    if (!this.#open) return;
    this.#open = false;
    await this.#lastWrite;
    await this.#file.close();
  }
}
