import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { ModelError } from '../errors.js';

/** What a folder must hold to say which language model it is. */
const needed = ['config.json', 'tokenizer.json', 'tokenizer_config.json'] as const;

/**
 * The folder of the language model's configuration and tokenizer: the base folder if one is given, else the
 * checkpoint's own folder or `base` inside it. All those files come from the same folder.
 * @throws ModelError NOT_FOUND for the checkpoint's folder, MISSING_FILE
 */
export async function findModelFolder(directory: string, base?: string): Promise<string> {
  if (!(await isFolder(directory))) {
    throw new ModelError('NOT_FOUND', `${directory} is no folder; give the folder of a CODI checkpoint`);
  }
  const candidates = base === undefined ? [directory, join(directory, 'base')] : [resolve(base)];
  const complaints: string[] = [];
  for (const folder of candidates) {
    const missing = await missingFiles(folder);
    if (missing.length === 0) return folder;
    complaints.push(`${folder} lacks ${missing.join(', ')}`);
  }
  const remedy =
    "name the base model's folder as base (--base), or put its files into base/ inside the checkpoint";
  throw new ModelError('MISSING_FILE', `${complaints.join('; ')}; ${remedy}`);
}

async function missingFiles(folder: string): Promise<string[]> {
  const found = await Promise.all(needed.map((name) => isFile(join(folder, name))));
  return needed.filter((_, index) => found[index] !== true);
}

/** Whether there is a file of this path. */
export async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}

/** Whether there is a folder of this path. */
export async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}
