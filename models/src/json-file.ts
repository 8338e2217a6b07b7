import { stat } from 'node:fs/promises';
import { parseBoundedJson } from './bounded-json.js';
import { ModelError } from './errors.js';
import { openRegularFile } from './regular-file.js';

/** Configuration and tokenizer files are some megabytes at most. */
const largestFile = 64 * 2 ** 20;

/** LLaMA 3's tokenizer.json has 1.1 million of these, one with twice as many words 2.2 million. */
const limits = { mostMarks: 3_000_000, deepest: 32 };

/** No size of a model is beyond it, and products of two such sizes are still numbers. */
const mostOfAnything = 2 ** 31 - 1;

/** A JSON object from a file. Its readers answer with the value or with an error that names file and field. */
export class JsonFile {
  private constructor(
    readonly path: string,
    readonly content: Readonly<Record<string, unknown>>,
  ) {}

  /** @throws ModelError MISSING_FILE, or BAD_FILE if it is no JSON object. */
  static async read(path: string): Promise<JsonFile> {
    const found = await JsonFile.readIfThere(path);
    if (found === undefined) throw new ModelError('MISSING_FILE', `${path} is missing; put the file there`);
    return found;
  }

  /** As `read`, but `undefined` if there is no such file. */
  static async readIfThere(path: string): Promise<JsonFile | undefined> {
    if (!(await isThere(path))) return undefined;
    const content = parseBoundedJson(path, await readText(path), limits);
    if (!isObject(content)) throw new ModelError('BAD_FILE', `${path} holds no JSON object; fetch it again`);
    return new JsonFile(path, content);
  }

  /** The object in a field, to be read in the same way; `undefined` if the field is absent or null. */
  object(field: string): JsonFile | undefined {
    const value = this.content[field] ?? undefined;
    if (value === undefined) return undefined;
    if (!isObject(value)) throw this.bad(field, 'an object');
    return new JsonFile(`${this.path} (${field})`, value);
  }

  /** A whole number from 1 to `most`. */
  count(field: string, otherwise?: number, most = mostOfAnything): number {
    const value = this.number(field, otherwise);
    if (!Number.isSafeInteger(value) || value < 1 || value > most)
      throw this.bad(field, `a positive whole number, at most ${most}`);
    return value;
  }

  /** A number above 0. */
  positive(field: string, otherwise?: number): number {
    const value = this.number(field, otherwise);
    if (value <= 0) throw this.bad(field, 'a number above 0');
    return value;
  }

  number(field: string, otherwise?: number): number {
    const value = this.content[field] ?? otherwise;
    if (typeof value !== 'number' || !Number.isFinite(value)) throw this.bad(field, 'a number');
    return value;
  }

  boolean(field: string, otherwise?: boolean): boolean {
    const value = this.content[field] ?? otherwise;
    if (typeof value !== 'boolean') throw this.bad(field, 'true or false');
    return value;
  }

  string(field: string, otherwise?: string): string {
    const value = this.content[field] ?? otherwise;
    if (typeof value !== 'string') throw this.bad(field, 'a string');
    return value;
  }

  private bad(field: string, wanted: string): ModelError {
    const found = this.content[field];
    const fact = found === undefined ? 'is missing' : `is ${JSON.stringify(found)}`;
    return new ModelError('BAD_CONFIG', `${this.path}: ${field} ${fact}; it must be ${wanted}`);
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

/** The text of a file that is known to be there, never more than `largestFile` of it. */
async function readText(path: string): Promise<string> {
  const handle = await openRegularFile(path);
  try {
    const { size } = await handle.stat();
    if (size > largestFile) {
      const fact = `${path} has ${size} bytes, where such a file has at most ${largestFile}`;
      throw new ModelError('BAD_FILE', `${fact}; fetch the file again`);
    }
    const bytes = Buffer.alloc(size);
    const { bytesRead } = await handle.read(bytes, 0, size, 0);
    return bytes.toString('utf8', 0, bytesRead);
  } finally {
    await handle.close();
  }
}
