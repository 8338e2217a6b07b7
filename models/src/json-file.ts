import { readFile, stat } from 'node:fs/promises';
import { ModelError } from './errors.js';

/** Configuration and tokenizer files are some megabytes at most. */
const largestFile = 64 * 2 ** 20;

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
    const size = await stat(path).then(
      (found) => found.size,
      () => undefined,
    );
    if (size === undefined) return undefined;
    if (size > largestFile) {
      throw new ModelError(
        'BAD_FILE',
        `${path} has ${size} bytes; a JSON file has at most ${largestFile} here`,
      );
    }
    const text = await readFile(path, 'utf8');
    let content: unknown;
    try {
      content = JSON.parse(text);
    } catch (cause) {
      throw new ModelError('BAD_FILE', `${path} is not valid JSON; fetch the file again`, { cause });
    }
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

  /** A positive whole number. */
  count(field: string, otherwise?: number): number {
    const value = this.number(field, otherwise);
    if (!Number.isSafeInteger(value) || value < 1) throw this.bad(field, 'a positive whole number');
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
